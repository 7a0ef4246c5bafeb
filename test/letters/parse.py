"""Reads letters, one file an argument, with Python's own parser; says each as a line of JSON."""
import json
import sys
from email import policy, message_from_binary_file
from hashlib import sha256


def addresses(message, name):
    field = message[name]
    return [[a.display_name, a.addr_spec] for a in field.addresses] if field else []


for path in sys.argv[1:]:
    with open(path, "rb") as file:
        message = message_from_binary_file(file, policy=policy.default)
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    files = [part for part in message.walk() if part.get_filename()]
    print(json.dumps({
        "defects": [str(d) for part in message.walk() for d in part.defects],
        "messageId": message["Message-ID"],
        "from": addresses(message, "From"),
        "to": addresses(message, "To"),
        "subject": message["Subject"],
        "text": text.get_content() if text else "",
        "html": html.get_content() if html else "",
        "files": [[p.get_filename(), sha256(p.get_payload(decode=True)).hexdigest()] for p in files],
    }))
