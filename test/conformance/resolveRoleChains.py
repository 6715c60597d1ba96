"""Has botocore resolve profiles of AWS config files, whose directories come on stdin, one a line; answers with one JSON line each.

For each profile: the role of IAM Identity Center at the beginning and what is asked for each role after it, or null. Calls nobody.

Usage: resolveRoleChains.py MODULE PROFILE...
"""

import importlib
import json
import os
import sys

module, *profiles = sys.argv[1:]
session = importlib.import_module(module + ".session")


def unwound(credentials):
    """The links of credentials that are not fetched yet, the first one first; None where they begin elsewhere."""
    fetcher = getattr(getattr(credentials, "_refresh_using", None), "__self__", None)
    if type(fetcher).__name__ == "SSOCredentialFetcher":
        return [{"account": fetcher._account_id, "role": fetcher._role_name}]
    if type(fetcher).__name__ == "AssumeRoleCredentialFetcher":
        before = unwound(fetcher._source_credentials)
        asked = dict(fetcher._assume_kwargs)
        if fetcher._using_default_session_name:
            del asked["RoleSessionName"]
        return before and before + [asked]
    return None


def resolved(profile):
    try:
        made = session.Session(profile=profile)
        return unwound(made.get_component("credential_provider").get_provider("assume-role").load())
    except Exception:
        return None


for line in sys.stdin:
    os.environ["AWS_CONFIG_FILE"] = os.path.join(line.strip(), "config")
    os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.path.join(line.strip(), "credentials")
    print(json.dumps({profile: resolved(profile) for profile in profiles}), flush=True)
