"""A real mail server (aiosmtpd) for the tests: STARTTLS, AUTH; prints every accepted message as one line of JSON."""
import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

certificate, key, mode, mechanism = sys.argv[1:5]


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address.startswith("unknown@"):
            return "550 No such user here: " + address
        if address.startswith("busy@"):
            return "451 Try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "content": envelope.content.decode("utf-8"),
            "tls": session.ssl is not None or mode == "implicit",
            "user": session.auth_data.login.decode() if session.auth_data else None,
        }), flush=True)
        return "250 Accepted"


def authenticate(server, session, envelope, mechanism, auth_data):
    right = isinstance(auth_data, LoginPassword) and auth_data.login == b"kit" and auth_data.password == "geheim-ü".encode()
    return AuthResult(success=right, auth_data=auth_data) if right else AuthResult(success=False, handled=False)


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    loop = asyncio.get_running_loop()
    without = [name for name in ("PLAIN", "LOGIN") if name != mechanism]

    def factory():
        return SMTP(
            Handler(), hostname="mail.test", enable_SMTPUTF8=True, loop=loop,
            tls_context=context if mode == "starttls" else None, require_starttls=mode == "starttls",
            authenticator=authenticate, auth_required=mode != "plain", auth_require_tls=mode == "starttls", auth_exclude_mechanism=without)

    server = await loop.create_server(factory, "127.0.0.1", 0, ssl=context if mode == "implicit" else None)
    print("PORT", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
