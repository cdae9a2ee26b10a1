"""How gunicorn (MIT licence) runs the toolkit: two processes of four threads, the fastest of what was tried on two cores.

Its other kind of worker that needs no further package, sync, closes the connection after every answer. With its HTTP
parser in C (a package more) no difference was to be seen.
"""

import os

wsgi_app = "django.core.wsgi:get_wsgi_application()"
bind = "127.0.0.1:0"
workers = 2
worker_class = "gthread"
threads = 4
# The calls come in turns with those of others, and a connection must outlive its pause.
keepalive = 3600
# Nobody's request is under way when it is stopped.
graceful_timeout = 1
loglevel = "warning"
control_socket_disable = True

# Becomes the address and then the process ids, a line each; complete once every worker has loaded the toolkit.
_ready = os.environ["PEER_READY"]


def when_ready(server):
    host, port = server.LISTENERS[0].sock.getsockname()
    with open(_ready, "a") as file:
        file.write(f"{host}:{port}\n{server.pid}\n")


def post_worker_init(worker):
    with open(_ready, "a") as file:
        file.write(f"{worker.pid}\n")
