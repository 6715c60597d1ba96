"""Prints, as JSON lines, the credentials that botocore finds in its environment, and those it has SECONDS later.

Usage: driveContainerCredentials.py MODULE SECONDS
"""

import importlib
import json
import sys
import time

module, seconds = sys.argv[1:]


def show(credentials):
    key, secret, token = credentials.get_frozen_credentials()[:3]
    account = getattr(credentials, "account_id", None)
    print(json.dumps({"key": key, "secret": secret, "token": token, "account": account}), flush=True)


credentials = importlib.import_module(module + ".session").Session().get_credentials()
show(credentials)
time.sleep(float(seconds))
show(credentials)
