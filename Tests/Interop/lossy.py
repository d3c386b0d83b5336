"""Validators of both programs behind a proxy that loses and delays their messages, while every height takes two rounds."""
import json, signal, subprocess, threading, time

from comparison import expect_no_evidence, expect_same_chain
from nodes import OURS, REFERENCE, Chain, RPCError, eventually, replace_setting

# The longest that nobody may decide anything, and the share of commits that must have the signature of each of ours.
LONGEST_HALT, SIGNED = 30, 0.9
# No round 0 succeeds, so it should not last long; the pause between heights, in which late precommits count, is CometBFT's.
TIMEOUTS = {"timeout_propose": "300ms", "timeout_propose_delta": "200ms", "timeout_prevote": "200ms",
            "timeout_prevote_delta": "100ms", "timeout_precommit": "200ms", "timeout_precommit_delta": "100ms",
            "timeout_commit": "1s"}


class Link:
    """The port at which one node calls the proxy instead of another."""

    def __init__(self, caller, answerer, port):
        self.caller, self.answerer, self.port = caller, answerer, port
        self.peer = f"{answerer.id}@127.0.0.1:{port}"
        self.argument = f"{port}:{caller.home}:{answerer.home}:{answerer.peer_port}"


class Proxy:
    """A `peer-proxy` in some links."""

    def __init__(self, program, links, output, *arguments):
        words = [word for link in links for word in ("--link", link.argument)]
        self.output = output
        with open(output, "w") as file:
            self.process = subprocess.Popen([program, *words, *arguments], stdout=file, stderr=file)
        eventually("the proxy listens", lambda: "between" in open(output).read())

    def stop(self, say):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=30) == 0, self.output
        lines = [line.split() for line in open(self.output) if "dropped" in line]
        total, dropped, late = (sum(int(line[place]) for line in lines) for place in (5, 7, 9))
        say(f"of {total} messages {dropped} were dropped and {late} late")


class Watch:
    """When each node was seen at each height."""

    def __init__(self, nodes):
        self.seen, self.ended = {node: [] for node in nodes}, threading.Event()
        self.thread = threading.Thread(target=self.run, args=(nodes,))
        self.thread.start()

    def run(self, nodes):
        while not self.ended.wait(0.25):
            for node in nodes:
                try:
                    height = node.height
                except (OSError, RPCError, ValueError):
                    continue
                if not self.seen[node] or self.seen[node][-1][1] != height:
                    self.seen[node].append((time.monotonic(), height))

    def stop(self):
        self.ended.set()
        self.thread.join()

    def longest_halt(self, node):
        times = [at for at, _ in self.seen[node]]
        return max((after - before for before, after in zip(times, times[1:])), default=0)


def network(programs, folder, port, options, say, kinds, lossy, extensions=False, changes=False):
    """Validators of these kinds, those with the indices `lossy` behind the proxy. With `changes` the last is a validator for
    ten heights and then none for ten, and the power of another changes each time."""
    chain, proxies = Chain(programs, folder, port, validators=len(kinds)), []
    for node in chain.nodes:
        prepare(node, extensions)
    nodes = chain.nodes
    pairs = [(caller, answerer) for caller in nodes for answerer in nodes if caller.number > answerer.number]
    links = [Link(*pair, port + 50 + index) for index, pair in enumerate(pairs)]
    behind = [link for link in links if {link.caller.number, link.answerer.number} & set(lossy)]
    calm = [link for link in links if link not in behind]
    rounds = ["--first-round", "1"]
    try:
        if calm:
            proxies.append(Proxy(options.proxy, calm, folder + "-calm.log", "--drop", "0", "--delay", "0", *rounds))
        losses = ["--drop", "15", "--delay", "15", "--delays", "10-500", "--seed", str(options.seed)]
        proxies.append(Proxy(options.proxy, behind, folder + "-lossy.log", *losses, *rounds))
        for node, kind in zip(nodes, kinds):
            node.start(kind, [link for link in links if link.caller is node])
        for node in nodes:
            node.reach(2, seconds=120)
        watch = Watch(nodes)
        try:
            if changes:
                change_validators(nodes, options.lossy_heights)
            for node in nodes:
                node.reach(options.lossy_heights, seconds=30 * options.lossy_heights)
        finally:
            watch.stop()
        for proxy in proxies:
            proxy.stop(say)
        judge(nodes, kinds, watch, options.lossy_heights, changes, say)
        for node in list(chain.running):
            node.stop()
    finally:
        for proxy in proxies:
            if proxy.process.poll() is None:
                proxy.process.kill()
                proxy.process.wait()
        chain.stop()


def prepare(node, extensions):
    path = node.path("config/config.toml")
    settings = open(path).read()
    for key, value in TIMEOUTS.items():
        settings = replace_setting(settings, key, f'"{value}"')
    open(path, "w").write(settings)
    if extensions:
        path = node.path("config/genesis.json")
        genesis = json.load(open(path))
        genesis["consensus_params"]["abci"] = {"vote_extensions_enable_height": "1"}
        json.dump(genesis, open(path, "w"), indent=2)


def change_validators(nodes, heights):
    witness, rest = nodes[1], nodes[:-1]
    for step, height in enumerate(range(10, heights - 5, 10)):
        witness.reach(height, seconds=300)
        changed = rest[step % len(rest)]
        for node, power in ((nodes[-1], 0 if step % 2 == 0 else 1000), (changed, 1000 + 100 * (step % 3))):
            with open(node.path("config/priv_validator_key.json")) as file:
                key = json.load(file)["pub_key"]["value"]
            # Zeros in front, so that no transaction is the same as one before.
            answer = witness.call("broadcast_tx_sync", tx=f"val=ed25519!{key}!{power:0{step + 4}}")
            assert answer["code"] == 0, answer


def judge(nodes, kinds, watch, heights, changes, say):
    witness = nodes[1]
    expect_same_chain(nodes, 1, heights - 1)
    expect_no_evidence(witness, 1, heights - 1)
    nils = {node: 0 for node in nodes}
    signed, due, rounds, sets = {node: 0 for node in nodes}, {node: 0 for node in nodes}, [], set()
    for height in range(2, heights - 1):
        # What the next block says: the proposer had these when it made it.
        answer = witness.call("block", height=height + 1)["block"]
        commit = answer["last_commit"]
        rounds.append(commit["round"])
        validators = [each["address"] for each in witness.call("validators", height=height)["validators"]]
        sets.add(answer["header"]["validators_hash"])
        present = {each["validator_address"] for each in commit["signatures"] if each["block_id_flag"] == 2}
        nil = {each["validator_address"] for each in commit["signatures"] if each["block_id_flag"] == 3}
        for node in nodes:
            nils[node] += node.address in nil
            due[node] += node.address in validators
            signed[node] += node.address in present
    more = sum(round > 0 for round in rounds)
    say(f"{heights} heights are the same on all; {more} of {len(rounds)} were decided in a round above 0, the last "
        f"in round {max(rounds)}; {len(sets)} sets of validators")
    shares = {node: signed[node] / max(1, due[node]) for node in nodes}
    for node in nodes:
        say(f"{node} signed {signed[node]} of {due[node]} commits ({100 * shares[node]:.1f} %), {nils[node]} for none; "
            f"longest time at one height {watch.longest_halt(node):.1f} s")
    assert not changes or len(sets) > heights // 20, "the validators did not change"
    assert more == len(rounds), "rounds above 0 were not forced"
    for node, kind in zip(nodes, kinds):
        if kind == OURS:
            assert watch.longest_halt(node) <= LONGEST_HALT, f"{node} stood still"
            assert shares[node] > SIGNED, f"{node} signed too little"


def scenario(*plans):
    """Networks, one after the other; each is `network` with some of its arguments."""
    def run(programs, folder, port, options, say):
        for number, (title, plan) in enumerate(plans):
            if options.row not in (None, number):
                continue
            say(title)
            network(programs, f"{folder}-{number}", port, options, say, **plan)
    return run


MOSTLY_REFERENCE, MOSTLY_OURS = [OURS] + 3 * [REFERENCE], 3 * [OURS] + [REFERENCE]
SCENARIOS = {
    "lossy": scenario(
        ("three of CometBFT's, and ours behind the proxy", dict(kinds=MOSTLY_REFERENCE, lossy=[0])),
        ("three of ours, and CometBFT's behind the proxy", dict(kinds=MOSTLY_OURS, lossy=[3])),
        ("three of ours, one behind the proxy, and CometBFT's", dict(kinds=MOSTLY_OURS, lossy=[0])),
        ("four of ours, all behind the proxy", dict(kinds=4 * [OURS], lossy=[0, 1, 2, 3]))),
    "lossy-extensions": scenario(
        ("three of CometBFT's, and ours behind the proxy", dict(kinds=MOSTLY_REFERENCE, lossy=[0], extensions=True)),
        ("three of ours, one behind the proxy, and CometBFT's", dict(kinds=MOSTLY_OURS, lossy=[0], extensions=True))),
    "lossy-changes": scenario(
        ("four of CometBFT's, and ours behind the proxy",
         dict(kinds=MOSTLY_REFERENCE + [REFERENCE], lossy=[0], changes=True)),
        ("four of ours, one behind the proxy, and CometBFT's",
         dict(kinds=MOSTLY_OURS + [OURS], lossy=[0], changes=True))),
}
