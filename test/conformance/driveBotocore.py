"""Drives botocore against the local Identity Center; prints one JSON line for each case.

Usage: driveBotocore.py MODULE ORIGIN START_URL REGION ACCOUNT ROLE
"""

import importlib
import json
import sys
import time
import urllib.parse
import urllib.request

module, origin, start_url, region, account, role = sys.argv[1:]
session = importlib.import_module(module + ".session")
config = importlib.import_module(module + ".config")
unsigned = importlib.import_module(module).UNSIGNED

GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def client(name):
    options = config.Config(signature_version=unsigned, region_name=region)
    return session.Session().create_client(name, endpoint_url=origin, config=options)


def report(operation, what, ok):
    print(json.dumps({"operation": operation, "what": what, "ok": bool(ok)}), flush=True)


def raised(call, name, **arguments):
    """Whether the call raises the exception of that name."""
    try:
        call(**arguments)
    except Exception as error:
        return getattr(error, "response", {}).get("Error", {}).get("Code") == name
    return False


def approve(user_code):
    form = urllib.parse.urlencode({"user_code": user_code, "decision": "allow"}).encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return opener.open(origin + "/device", form).status == 200


oidc = client("sso-oidc")
sso = client("sso")

registered = oidc.register_client(clientName="botocore", clientType="public", scopes=["sso:account:access"])
lifetime = registered["clientSecretExpiresAt"] - registered["clientIdIssuedAt"]
report("RegisterClient", "for 90 days", lifetime == 7776000)
who = {name: registered[name] for name in ("clientId", "clientSecret")}

started = oidc.start_device_authorization(**who, startUrl=start_url)
report("StartDeviceAuthorization", "a code", len(started["userCode"]) == 9)

grant = {**who, "grantType": GRANT, "deviceCode": started["deviceCode"]}
report("CreateToken", "pending", raised(oidc.create_token, "AuthorizationPendingException", **grant))
report("CreateToken", "too fast", raised(oidc.create_token, "SlowDownException", **grant))
unknown = {**grant, "clientId": "x"}
report("CreateToken", "unknown client", raised(oidc.create_token, "InvalidClientException", **unknown))
approve(started["userCode"])
time.sleep(5.3)
token = oidc.create_token(**grant)
report("CreateToken", "a token", token["tokenType"] == "Bearer" and token["expiresIn"] == 3600)
refresh = {**who, "grantType": "refresh_token", "refreshToken": token["refreshToken"]}
token = oidc.create_token(**refresh)
report("CreateToken", "refreshed", token["refreshToken"] != refresh["refreshToken"])
report("CreateToken", "superseded", raised(oidc.create_token, "InvalidGrantException", **refresh))

access = {"accessToken": token["accessToken"]}
pages = sso.get_paginator("list_accounts").paginate(**access, PaginationConfig={"PageSize": 2})
accounts = [entry["accountId"] for page in pages for entry in page["accountList"]]
report("ListAccounts", "all pages", account in accounts and len(accounts) > 2)
pages = sso.get_paginator("list_account_roles").paginate(**access, accountId=account)
roles = [entry["roleName"] for page in pages for entry in page["roleList"]]
report("ListAccountRoles", "of one account", role in roles)
asked = {**access, "accountId": account}
credentials = sso.get_role_credentials(**asked, roleName=role)["roleCredentials"]
report("GetRoleCredentials", "in milliseconds", credentials["expiration"] > time.time() * 1000)
forbidden = raised(sso.get_role_credentials, "ForbiddenException", **asked, roleName="Nope")
report("GetRoleCredentials", "of somebody else", forbidden)
sso.logout(**access)
report("Logout", "ends the session", raised(sso.list_accounts, "UnauthorizedException", **access))
