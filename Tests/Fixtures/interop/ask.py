"""ask.py CONF [OPTION=VALUE …]: sends commands to a monitor over Ceph's own library.

A command a line on standard input, JSON; an answer a line on standard output: [code, status, output]. `name=…` says as
whom. A connection that fails is one line: the name of the exception and its number.
"""
import json
import sys

import rados

options = dict(argument.split("=", 1) for argument in sys.argv[2:])
name = options.pop("name", "client.admin")
cluster = rados.Rados(conffile=sys.argv[1], name=name, conf={"rados_mon_op_timeout": "20", **options})
try:
    cluster.connect(timeout=10)
except rados.Error as error:
    print(json.dumps([type(error).__name__, error.errno]))
    sys.exit(1)
for line in sys.stdin:
    try:
        code, output, status = cluster.mon_command(line.rstrip("\n"), b"", timeout=20)
        print(json.dumps([code, status, output.decode(errors="replace")]), flush=True)
    except rados.Error as error:
        print(json.dumps([type(error).__name__, error.errno]), flush=True)
cluster.shutdown()
