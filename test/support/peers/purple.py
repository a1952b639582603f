"""A libpurple client for tests: python3 purple.py, then one JSON object a line.

The first line on stdin is the configuration:
  {"protocol": "prpl-sipe", "user": "alice@example.test", "password": "...", "host": "127.0.0.1", "port": 5060,
   "transport": "tcp", "directory": "/a/directory/for/its/files"}
Every further line is a command:
  {"do": "send", "to": "sip:bob@example.test", "text": "..."}     text is plain; it is escaped here
  {"do": "typing", "to": "sip:bob@example.test", "state": "typing" | "paused" | "stopped"}
  {"do": "close", "to": "sip:bob@example.test"}
  {"do": "quit"}
What happens comes on stdout as lines {"event": "signed-on" | "signed-off" | "connection-error" | "received" |
"wrote" | "typing" | "typing-stopped" | "missing", ...}. libpurple's debug log goes to stderr.
"""

import ctypes
import json
import os
import sys
import threading

P = ctypes.c_void_p
S = ctypes.c_char_p
INT = ctypes.c_int
UINT = ctypes.c_uint

PURPLE_CONV_TYPE_IM = 1
PURPLE_STATUS_AVAILABLE = 2
PURPLE_INPUT_READ, PURPLE_INPUT_WRITE = 1, 2
G_IO_IN, G_IO_OUT, G_IO_ERR, G_IO_HUP, G_IO_NVAL = 1, 4, 8, 16, 32
TYPING_STATES = {"stopped": 0, "typing": 1, "paused": 2}
PLUGIN_PACKAGES = {"prpl-sipe": "pidgin-sipe", "prpl-simple": "libpurple0"}

PurpleInputFunction = ctypes.CFUNCTYPE(None, P, INT, UINT)
GIOFunction = ctypes.CFUNCTYPE(INT, P, UINT, P)
GSourceFunction = ctypes.CFUNCTYPE(INT, P)
InputAdd = ctypes.CFUNCTYPE(UINT, INT, UINT, P, P)
SignalHandler = ctypes.CFUNCTYPE(None, P, P, P, P, P, P)

output_lock = threading.Lock()


def report(event, **fields):
    with output_lock:
        print(json.dumps({"event": event, **fields}), flush=True)


def load(library, package, **options):
    try:
        return ctypes.CDLL(library, **options)
    except OSError as error:
        report("missing", package=package, detail=str(error))
        sys.exit(2)


def text_at(pointer):
    return ctypes.string_at(pointer).decode("utf-8", "replace") if pointer else None


class EventLoopOperations(ctypes.Structure):
    """PurpleEventLoopUiOps of eventloop.h."""

    _fields_ = [
        (name, P)
        for name in (
            "timeout_add timeout_remove input_add input_remove input_get_error timeout_add_seconds "
            "reserved2 reserved3 reserved4"
        ).split()
    ]


class EventLoop:
    """libpurple's timers and sockets on GLib's main loop."""

    def __init__(self, glib):
        self.glib = glib
        self.watched = {}
        self.next_key = 1
        glib.g_io_channel_unix_new.restype = P
        glib.g_io_channel_unix_new.argtypes = [INT]
        glib.g_io_channel_unref.argtypes = [P]
        glib.g_io_add_watch_full.argtypes = [P, INT, UINT, P, P, P]
        glib.g_main_loop_new.restype = P
        glib.g_main_loop_new.argtypes = [P, INT]
        glib.g_main_loop_run.argtypes = [P]
        glib.g_timeout_add.argtypes = [UINT, P, P]
        self.on_ready = GIOFunction(self.ready)
        self.input_add = InputAdd(self.add)
        address = lambda function: ctypes.cast(function, P)
        self.operations = EventLoopOperations(
            address(glib.g_timeout_add),
            address(glib.g_source_remove),
            address(self.input_add),
            address(glib.g_source_remove),
            None,
            address(glib.g_timeout_add_seconds),
        )

    def add(self, descriptor, condition, function, data):
        wanted = G_IO_ERR | G_IO_HUP | G_IO_NVAL
        wanted |= G_IO_IN if condition & PURPLE_INPUT_READ else 0
        wanted |= G_IO_OUT if condition & PURPLE_INPUT_WRITE else 0
        key, self.next_key = self.next_key, self.next_key + 1
        self.watched[key] = (descriptor, PurpleInputFunction(function), data)
        channel = self.glib.g_io_channel_unix_new(descriptor)
        source = self.glib.g_io_add_watch_full(channel, 0, wanted, ctypes.cast(self.on_ready, P), key, None)
        self.glib.g_io_channel_unref(channel)
        return source

    def ready(self, _channel, condition, key):
        descriptor, function, data = self.watched[key]
        broken = condition & (G_IO_ERR | G_IO_HUP | G_IO_NVAL)
        ready = PURPLE_INPUT_READ if condition & G_IO_IN or broken else 0
        ready |= PURPLE_INPUT_WRITE if condition & G_IO_OUT or broken else 0
        function(data, descriptor, ready)
        return 1

    def every(self, milliseconds, function):
        self.tick = GSourceFunction(lambda _data: (function(), 1)[1])
        self.glib.g_timeout_add(milliseconds, ctypes.cast(self.tick, P), None)

    def run(self):
        self.glib.g_main_loop_run(self.glib.g_main_loop_new(None, 0))


class Client:
    """One account."""

    def __init__(self, purple, loop, configuration):
        self.purple = purple
        self.handlers = []
        self.handle = ctypes.c_int(0)
        self.declare()
        self.initialise(loop, configuration["directory"])
        protocol = configuration["protocol"]
        if not purple.purple_plugins_find_with_id(protocol.encode()):
            report("missing", package=PLUGIN_PACKAGES.get(protocol, protocol), detail="no plugin " + protocol)
            sys.exit(2)
        self.listen()
        self.account = self.sign_in(protocol, configuration)

    def declare(self):
        purple = self.purple
        for name, result, arguments in (
            ("purple_util_set_user_dir", None, [S]),
            ("purple_debug_set_enabled", None, [INT]),
            ("purple_eventloop_set_ui_ops", None, [P]),
            ("purple_plugins_add_search_path", None, [S]),
            ("purple_plugins_find_with_id", P, [S]),
            ("purple_core_init", INT, [S]),
            ("purple_core_quit", None, []),
            ("purple_blist_new", P, []),
            ("purple_set_blist", None, [P]),
            ("purple_blist_load", None, []),
            ("purple_prefs_load", INT, []),
            ("purple_account_new", P, [S, S]),
            ("purple_account_set_password", None, [P, S]),
            ("purple_account_set_string", None, [P, S, S]),
            ("purple_account_set_bool", None, [P, S, INT]),
            ("purple_account_set_int", None, [P, S, INT]),
            ("purple_account_set_enabled", None, [P, S, INT]),
            ("purple_account_get_connection", P, [P]),
            ("purple_accounts_add", None, [P]),
            ("purple_signal_connect", ctypes.c_ulong, [P, S, P, P, P]),
            ("purple_conversations_get_handle", P, []),
            ("purple_connections_get_handle", P, []),
            ("purple_savedstatus_new", P, [S, INT]),
            ("purple_savedstatus_activate", None, [P]),
            ("purple_conversation_new", P, [INT, P, S]),
            ("purple_conversation_destroy", None, [P]),
            ("purple_conversation_get_im_data", P, [P]),
            ("purple_find_conversation_with_account", P, [INT, S, P]),
            ("purple_conv_im_send", None, [P, S]),
            ("serv_send_typing", INT, [P, S, INT]),
            ("purple_markup_strip_html", P, [S]),
            ("g_markup_escape_text", P, [S, ctypes.c_ssize_t]),
        ):
            function = getattr(purple, name)
            function.restype, function.argtypes = result, arguments

    def initialise(self, loop, directory):
        purple = self.purple
        purple.purple_util_set_user_dir(directory.encode())
        purple.purple_debug_set_enabled(1)
        purple.purple_eventloop_set_ui_ops(ctypes.byref(loop.operations))
        for path in (b"/usr/lib/purple-2", b"/usr/local/lib/purple-2"):
            purple.purple_plugins_add_search_path(path)
        if not purple.purple_core_init(b"parley-test"):
            sys.exit("libpurple did not start")
        purple.purple_set_blist(purple.purple_blist_new())
        purple.purple_blist_load()
        purple.purple_prefs_load()

    def sign_in(self, protocol, configuration):
        purple = self.purple
        # SIPE's user is the address and the login name with a comma between; an empty login name is the address.
        user = configuration["user"] + ("," if protocol == "prpl-sipe" else "")
        account = purple.purple_account_new(user.encode(), protocol.encode())
        purple.purple_account_set_password(account, configuration["password"].encode())
        host, port, transport = (configuration[key] for key in ("host", "port", "transport"))
        if protocol == "prpl-sipe":
            purple.purple_account_set_string(account, b"server", f"{host}:{port}".encode())
            purple.purple_account_set_string(account, b"transport", transport.encode())
            purple.purple_account_set_string(account, b"authentication", b"ntlm")
            purple.purple_account_set_bool(account, b"dont-publish", 1)
        else:
            purple.purple_account_set_bool(account, b"useproxy", 1)
            purple.purple_account_set_string(account, b"proxy", host.encode())
            purple.purple_account_set_int(account, b"port", port)
            purple.purple_account_set_bool(account, b"udp", 1 if transport == "udp" else 0)
        purple.purple_accounts_add(account)
        purple.purple_account_set_enabled(account, b"parley-test", 1)
        purple.purple_savedstatus_activate(purple.purple_savedstatus_new(None, PURPLE_STATUS_AVAILABLE))
        return account

    def listen(self):
        conversations = self.purple.purple_conversations_get_handle()
        connections = self.purple.purple_connections_get_handle()
        self.connect(conversations, b"received-im-msg", self.on_received)
        self.connect(conversations, b"wrote-im-msg", self.on_wrote)
        self.connect(conversations, b"buddy-typing", lambda _a, who, *_r: report("typing", who=text_at(who)))
        self.connect(
            conversations, b"buddy-typing-stopped", lambda _a, who, *_r: report("typing-stopped", who=text_at(who))
        )
        self.connect(connections, b"signed-on", lambda *_r: report("signed-on"))
        self.connect(connections, b"signed-off", lambda *_r: report("signed-off"))
        self.connect(
            connections,
            b"connection-error",
            lambda _c, code, detail, *_r: report("connection-error", code=code or 0, detail=text_at(detail)),
        )

    def connect(self, instance, signal, function):
        handler = SignalHandler(function)
        self.handlers.append(handler)
        self.purple.purple_signal_connect(
            instance, signal, ctypes.addressof(self.handle), ctypes.cast(handler, P), None
        )

    def on_received(self, _account, sender, markup, _conversation, _flags, _data):
        report("received", who=text_at(sender), markup=text_at(markup), text=self.plain(markup))

    def on_wrote(self, _account, who, markup, _conversation, flags, _data):
        report("wrote", who=text_at(who), text=self.plain(markup), flags=flags or 0)

    def plain(self, markup):
        if not markup:
            return None
        broken = ctypes.string_at(markup).replace(b"\n", b"<BR>")
        return text_at(self.purple.purple_markup_strip_html(broken))

    def conversation(self, who):
        found = self.purple.purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, self.account)
        return found or self.purple.purple_conversation_new(PURPLE_CONV_TYPE_IM, self.account, who)

    def obey(self, command):
        who = command.get("to", "").encode()
        if command["do"] == "send":
            escaped = self.purple.g_markup_escape_text(command["text"].encode(), -1)
            conversation = self.purple.purple_conversation_get_im_data(self.conversation(who))
            self.purple.purple_conv_im_send(conversation, ctypes.cast(escaped, S))
        elif command["do"] == "typing":
            connection = self.purple.purple_account_get_connection(self.account)
            self.purple.serv_send_typing(connection, who, TYPING_STATES[command["state"]])
        elif command["do"] == "close":
            found = self.purple.purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, self.account)
            if found:
                self.purple.purple_conversation_destroy(found)
        elif command["do"] == "quit":
            self.purple.purple_core_quit()
            os._exit(0)


def main():
    glib = load("libglib-2.0.so.0", "libglib2.0-0", mode=ctypes.RTLD_GLOBAL)
    purple = load("libpurple.so.0", "libpurple0", mode=ctypes.RTLD_GLOBAL)
    configuration = json.loads(sys.stdin.readline())
    loop = EventLoop(glib)
    client = Client(purple, loop, configuration)
    commands = []

    def read():
        for line in sys.stdin:
            commands.append(json.loads(line))
        commands.append({"do": "quit"})

    threading.Thread(target=read, daemon=True).start()

    def work():
        while commands:
            client.obey(commands.pop(0))

    loop.every(20, work)
    loop.run()


main()
