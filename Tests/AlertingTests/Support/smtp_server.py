#!/usr/bin/env python3
"""A mail server for one test: writes each message to a folder, as N.eml and, decoded, as N.json. Prints its port. Ends with its standard input.

smtp_server.py FOLDER --security none|starttls|tls [--certificate PEM --key PEM] [--user NAME --password TEXT] [--refuse-recipient CODE]
"""
import argparse
import asyncio
import email
import email.policy
import json
import pathlib
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

warnings.filterwarnings("ignore")
parser = argparse.ArgumentParser()
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("--security", choices=["none", "starttls", "tls"], default="none")
parser.add_argument("--certificate")
parser.add_argument("--key")
parser.add_argument("--user")
parser.add_argument("--password")
parser.add_argument("--mechanism", help="the only one that is offered")
parser.add_argument("--refuse-recipient")
options = parser.parse_args()


class Handler:
    count = 0

    async def handle_RCPT(self, server, session, envelope, address, _options):
        if options.refuse_recipient:
            return f"{options.refuse_recipient} 5.1.1 <{address}> is not known here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        Handler.count += 1
        raw = envelope.original_content
        message = email.message_from_bytes(raw, policy=email.policy.default)
        record = {
            "envelope_from": envelope.mail_from,
            "envelope_to": envelope.rcpt_tos,
            "is_encrypted": session.ssl is not None or options.security == "tls",
            "is_logged_in": bool(session.authenticated),
            "headers": [[name, str(value)] for name, value in message.items()],
            "body": message.get_content(),
            "defects": [repr(defect) for part in message.walk() for defect in part.defects],
            "longest_line": max(len(line) for line in raw.split(b"\r\n")),
            "has_bare_line_end": b"\n" in raw.replace(b"\r\n", b"") or b"\r" in raw.replace(b"\r\n", b""),
        }
        (options.folder / f"{Handler.count}.eml").write_bytes(raw)
        partial = options.folder / f"{Handler.count}.partial"
        partial.write_text(json.dumps(record))
        partial.rename(options.folder / f"{Handler.count}.json")
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    right = data.login.decode() == options.user and data.password.decode() == options.password
    return AuthResult(success=right, handled=False)


async def main():
    context = None
    if options.security != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)

    def protocol():
        needs_login = options.user is not None
        return SMTP(
            Handler(),
            hostname="localhost",
            tls_context=context if options.security == "starttls" else None,
            require_starttls=options.security == "starttls",
            authenticator=authenticate if needs_login else None,
            auth_required=needs_login,
            # On a port of TLS the library does not see that the connection is encrypted.
            auth_require_tls=options.security == "starttls",
            auth_exclude_mechanism=[name for name in ("LOGIN", "PLAIN") if options.mechanism and name != options.mechanism],
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=context if options.security == "tls" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
