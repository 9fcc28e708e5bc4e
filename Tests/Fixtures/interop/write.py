"""write.py CONF THREAD FILE: sets config keys until it is killed, and notes in FILE each that was acknowledged."""
import json
import sys

import rados

conf, thread, path = sys.argv[1:]
cluster = rados.Rados(
    conffile=conf, name="client.admin", conf={"mon_client_hunt_interval": "0.3", "mon_client_hunt_interval_backoff": "1"}
)
cluster.connect(timeout=60)
number = 0
with open(path, "a") as file:
    while True:
        number += 1
        command = {"prefix": "config-key set", "key": f"load/{thread}/{number % 50}", "val": f"{number}"}
        code, _, status = cluster.mon_command(json.dumps(command), b"", timeout=60)
        if code == 0:
            file.write(f"{number}\n")
            file.flush()
