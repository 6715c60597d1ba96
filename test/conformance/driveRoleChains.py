"""Has botocore resolve each profile and ask the local Identity Center whose its credentials are; prints one JSON line for each.

Usage: driveRoleChains.py MODULE PROFILE...
"""

import importlib
import json
import os
import sys

module, *profiles = sys.argv[1:]
session = importlib.import_module(module + ".session")

for profile in profiles:
    os.environ["AWS_PROFILE"] = profile
    try:
        arn = session.Session().create_client("sts").get_caller_identity()["Arn"]
        print(json.dumps({"profile": profile, "arn": arn}), flush=True)
    except Exception as error:
        code = getattr(error, "response", {}).get("Error", {}).get("Code")
        print(json.dumps({"profile": profile, "error": code or type(error).__name__}), flush=True)
