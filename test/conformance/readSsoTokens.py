"""Reads tokens of IAM Identity Center as botocore finds them in a cache; prints one JSON line.

Usage: readSsoTokens.py MODULE DIRECTORY KEYS: a JSON list of [START_URL, SESSION_NAME], with null for a legacy profile
"""

import importlib
import json
import sys

module, directory, keys = sys.argv[1:]
utils = importlib.import_module(module + ".utils")
load = utils.SSOTokenLoader(cache=utils.JSONFileCache(directory))


def registration(start_url, session_name):
    """The client of the registration, where this botocore keeps one."""
    if not hasattr(utils, "SSOTokenFetcher"):
        return None
    fetcher = utils.SSOTokenFetcher("eu-west-1", None)
    key = fetcher._registration_cache_key(start_url, session_name, ["sso:account:access"])
    return utils.JSONFileCache(directory)[key]["clientId"]


print(json.dumps([[load(*key)["accessToken"], registration(*key)] for key in json.loads(keys)]))
