"""connect.py CONF ADDRESS: connects ninety times, six clients at once, and prints the longest wait in seconds.

A client whose first message is lost waits for the hunting interval: that is so long here that no busy machine is.
"""
import sys
import threading
import time

import rados

conf, address = sys.argv[1:]
hunting = {"mon_client_hunt_interval": "20", "mon_client_hunt_interval_min_multiple": "1"}
waits = []


def connect():
    for _ in range(15):
        began = time.monotonic()
        cluster = rados.Rados(conffile=conf, name="client.admin", conf={"mon_host": address, **hunting})
        cluster.connect(timeout=60)
        waits.append(time.monotonic() - began)
        cluster.shutdown()


threads = [threading.Thread(target=connect) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(waits), max(waits))
