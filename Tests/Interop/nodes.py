"""Nodes of both programs as processes, and the chains they run: the homes come from `daon-node testnet`."""
import json, os, signal, subprocess, time, urllib.error, urllib.parse, urllib.request

OURS, REFERENCE = "ours", "reference"


class RPCError(Exception):
    """The node's answer was an error."""


class Node:
    """One home. Which of the two programs runs on it may change from start to start."""

    def __init__(self, chain, number):
        self.chain, self.number = chain, number
        self.home = os.path.join(chain.folder, f"node{number}")
        self.peer_port = chain.port + 10 * number
        self.rpc_address = f"127.0.0.1:{self.peer_port + 1}"
        self.kind, self.process, self.starts = None, None, 0
        self.killed = []  # heights that it had reached, as far as it had told
        with open(self.path("config/priv_validator_key.json")) as file:
            self.address = json.load(file)["address"]
        self.id = chain.ours("show-node-id", "--home", self.home)

    def path(self, name):
        return os.path.join(self.home, name)

    @property
    def peer(self):
        return f"{self.id}@127.0.0.1:{self.peer_port}"

    def start(self, kind, peers, *arguments, environment={}):
        """Starts a program; `peers` are the nodes that it calls. Nothing tells it of other peers."""
        self.kind, self.starts = kind, self.starts + 1
        command = [self.chain.programs[kind], "start", "--home", self.home, "--p2p.pex=false",
                   "--p2p.persistent_peers", ",".join(peer.peer for peer in peers), *arguments]
        command += ["--proxy_app", "kvstore"] if kind == OURS else \
            ["--proxy_app", "persistent_kvstore", "--rpc.pprof_laddr", ""]
        with open(self.path("output.log"), "ab") as output:
            output.write(f"\n--- start {self.starts}: {kind}\n".encode())
            output.flush()
            self.process = subprocess.Popen(
                command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env={**os.environ, **environment})
        self.chain.running.append(self)

    def stop(self, how=signal.SIGTERM):
        """Ends the process. It must not have ended by itself, and when asked to end must say that all is well."""
        self.check()
        self.process.send_signal(how)
        code = self.process.wait(timeout=30)
        self.chain.running.remove(self)
        expected = -how if how == signal.SIGKILL or self.kind == REFERENCE else 0
        assert code in (expected, 0), f"{self}: exit code {code}"
        self.process = None

    def kill(self):
        try:
            self.killed.append(self.height)
        except (OSError, RPCError):
            pass  # It has not come that far.
        self.stop(signal.SIGKILL)

    def check(self):
        code = self.process.poll()
        assert code is None, f"{self} ended by itself with {code}; see {self.path('output.log')}"

    def __str__(self):
        return f"node{self.number} ({self.kind})"

    def call(self, method, seconds=15, **parameters):
        """The result of a call of the RPC. Raises RPCError for an error, OSError where there is no answer."""
        return call(self.rpc_address, method, seconds, **parameters)

    @property
    def height(self):
        return int(self.call("status")["sync_info"]["latest_block_height"])

    def reach(self, height, seconds=120):
        """Waits for a height; the height that is there then."""
        return eventually(f"{self} reaches {height}", lambda: (at := self.height) >= height and at, seconds, self)


class Chain:
    """The homes of a new chain: validators first, then nodes that are none."""

    def __init__(self, programs, folder, port, validators=4, others=0, name="interop"):
        self.programs, self.folder, self.port, self.name = programs, folder, port, name
        self.running = []
        self.ours("testnet", "--local", "--no-populate-persistent-peers", "--o", folder, "--v", str(validators),
                  "--n", str(others), "--p2p-port", str(port), "--chain-id", name)
        self.nodes = [Node(self, number) for number in range(validators + others)]
        for node in self.nodes:  # Faster than the settings that CometBFT begins with, and equal on all.
            settings = open(node.path("config/config.toml")).read()
            for key, value in {"timeout_commit": "100ms", "timeout_propose": "1s"}.items():
                settings = replace_setting(settings, key, f'"{value}"')
            open(node.path("config/config.toml"), "w").write(settings)

    def ours(self, *arguments):
        return subprocess.run([self.programs[OURS], *arguments], check=True, capture_output=True, text=True).stdout.strip()

    def others(self, node):
        return [other for other in self.nodes if other is not node]

    def stop(self):
        """Ends what still runs; for the end of a scenario, also of a failed one."""
        for node in list(self.running):
            node.process.kill()
            node.process.wait()
        self.running.clear()


def replace_setting(text, key, value):
    lines = [f"{key} = {value}" if line.split("=")[0].strip() == key else line for line in text.split("\n")]
    assert f"{key} = {value}" in lines, f"config.toml has no {key}"
    return "\n".join(lines)


def call(address, method, seconds=15, **parameters):
    query = urllib.parse.urlencode({
        key: f'"{value}"' if isinstance(value, str) and not value.startswith("0x") else str(value).lower()
        if isinstance(value, bool) else value for key, value in parameters.items()})
    try:
        with urllib.request.urlopen(f"http://{address}/{method}?{query}", timeout=seconds) as response:
            answer = json.load(response)
    except urllib.error.HTTPError as error:  # CometBFT's errors come with status 500 and a body.
        try:
            answer = json.load(error)
        except ValueError:
            raise RPCError(f"{method}: HTTP {error.code}") from None
    if "error" in answer:
        raise RPCError(f"{method}: {json.dumps(answer['error'])}")
    return answer["result"]


def eventually(what, condition, seconds=60, *nodes):
    """What `condition` gives as soon as that is true. While nobody answers, it is not."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if value := condition():
                return value
        except (OSError, RPCError, ValueError):
            pass
        for node in nodes:
            node.check()
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.05)
