#!/usr/bin/python3
"""A real SMTP server (aiosmtpd) for tests, on a free port of 127.0.0.1.

smtp_server.py FOLDER [starttls | smtps] [user:password]

Prints its port, then each message that it takes as a line of JSON: sender, recipients, whether the connection was encrypted, the connection's number, the text. Recipients that
begin with "no" are refused, "slow" takes three seconds. FOLDER gets server.crt and server.key (for "localhost") where TLS is asked for. Ends with its standard input.
"""
import asyncio
import json
import ssl
import subprocess
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                    "-keyout", folder / "server.key", "-out", folder / "server.crt"], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "server.crt", folder / "server.key")
    return context


class Taking:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("no"):
            return "550 5.1.1 nobody is called that"
        if address.startswith("slow"):
            await asyncio.sleep(3)
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None or mode == "smtps", "peer": session.peer[1],
                          "login": server.logged_in, "text": envelope.content.decode("utf-8", "surrogateescape")}), flush=True)
        return "250 taken"


class Server(SMTP):
    logged_in = None

    def check(self, server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and f"{data.login.decode()}:{data.password.decode()}" == account
        if good:
            self.logged_in = data.login.decode()
        return AuthResult(success=good, handled=False)


async def main():
    context = certificate(Path(sys.argv[1])) if mode else None

    def connection():
        made = Server(Taking(), hostname="localhost", tls_context=context if mode == "starttls" else None, auth_required=bool(account), auth_require_tls=bool(mode == "starttls"))
        made._authenticator = made.check
        return made

    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", 0, ssl=context if mode == "smtps" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


mode = next((word for word in sys.argv[2:] if word in ("starttls", "smtps")), "")
account = next((word for word in sys.argv[2:] if ":" in word), "")
asyncio.run(main())
