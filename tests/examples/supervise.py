"""Holds a listening socket as systemd does (LISTEN_FDS) and runs one program after the other on it.

    supervise.py PORT PROGRAM ARGUMENTS…

Each line on its input ends the program by SIGTERM and starts it again; the end of its input ends it for good. Says "listening", then each time
"restarted STATUS" with the exit status of the one before.
"""
import os
import signal
import socket
import subprocess
import sys

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(sys.argv[1])))
listener.listen(1024)


def start():
    def adopt():
        os.dup2(listener.fileno(), 3)
        os.set_inheritable(3, True)
        os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
        os.execve(sys.argv[2], sys.argv[2:], os.environ)

    return subprocess.Popen(["unused"], executable="/bin/false", preexec_fn=adopt, close_fds=False)


def stop(program):
    program.send_signal(signal.SIGTERM)
    return program.wait()


print("listening", flush=True)
program = start()
for _ in sys.stdin:
    status = stop(program)
    program = start()
    print("restarted", status, flush=True)
stop(program)
