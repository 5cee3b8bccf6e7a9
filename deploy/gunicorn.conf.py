"""Gunicorn in production: two processes of four threads behind nginx."""

import os

wsgi_app = "marketplace.wsgi:application"
bind = os.environ.get("WEB_BIND", "unix:/run/micromarche/web.sock")
umask = 0o007  # the socket is for nginx's group, not for everybody
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = 4
preload_app = True  # the workers share the memory of the code
control_socket_disable = True
timeout = 60
graceful_timeout = 20
keepalive = 75  # longer than nginx keeps its side, so that nginx is the one to close
# Neither addresses nor query strings: a log is no place for who searched for what.
accesslog = "-"
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'
