"""connect.py CONF ADDRESS: connects ninety times, six clients at once, and prints the longest wait in seconds."""
import sys
import threading
import time

import rados

conf, address = sys.argv[1:]
waits = []


def connect():
    for _ in range(15):
        began = time.monotonic()
        cluster = rados.Rados(conffile=conf, name="client.admin", conf={"mon_host": address})
        cluster.connect(timeout=30)
        waits.append(time.monotonic() - began)
        cluster.shutdown()


threads = [threading.Thread(target=connect) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(waits), max(waits))
