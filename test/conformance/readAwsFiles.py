"""Reads AWS config files as botocore does; prints one JSON line for each line of the input, which is a directory.

Usage: readAwsFiles.py MODULE
"""

import importlib
import json
import os
import sys

module = sys.argv[1]
session = importlib.import_module(module + ".session")


def read(directory):
    reader = session.Session()
    reader.set_config_variable("config_file", os.path.join(directory, "config"))
    reader.set_config_variable("credentials_file", os.path.join(directory, "credentials"))
    try:
        full = reader.full_config
    except Exception as error:
        # The copy in the AWS CLI raises that of another module.
        return {"error": type(error).__name__}
    # Older versions know no services.
    return {name: full[name] for name in ("profiles", "sso_sessions", "services") if name in full}


for line in sys.stdin:
    print(json.dumps(read(line.rstrip("\n"))), flush=True)
