"""CometBFT's light client verifies the headers of our RPC, and answers through it as it does through its own."""
import os, subprocess

from nodes import REFERENCE, RPCError, call, eventually


def run(chain, folder, port, load, say):
    reference, ours = chain.nodes[0:2], chain.nodes[2:4]
    last = min(node.height for node in chain.nodes) - 3
    trusted = ours[0].call("commit", height=1)["signed_header"]["commit"]["block_id"]["hash"]
    answers = []
    for number, (primary, witnesses) in enumerate(((ours[0], [ours[1]]), (ours[1], [reference[0]]),
                                                   (reference[0], [ours[0]]), (reference[0], [reference[1]]))):
        proxy = Proxy(chain, os.path.join(folder, f"light{number}"), port + number, primary, witnesses, trusted)
        try:
            answers.append(ask(proxy.address, last, load))
        finally:
            proxy.stop()
        for question, answer in answers[-1].items():
            assert answer == answers[0][question], f"{question}: {answer}\nand before: {answers[0][question]}"
    verified = [question for question, (kind, _) in answers[0].items() if kind == "result"]
    say(f"the light client answers {len(verified)} of {len(answers[0])} questions up to height {last}, "
        "and all alike with either program behind it; it refuses:")
    for question, (kind, what) in answers[0].items():
        if kind == "error":
            say(f"  {question}: {what}")


class Proxy:
    """`cometbft light` with a node behind it and others as witnesses."""

    def __init__(self, chain, home, port, primary, witnesses, trusted):
        self.address = f"127.0.0.1:{port}"
        os.makedirs(home)
        self.output = open(os.path.join(home, "output.log"), "wb")
        self.process = subprocess.Popen(
            [chain.programs[REFERENCE], "light", chain.name, "-p", f"http://{primary.rpc_address}",
             "-w", ",".join(f"http://{node.rpc_address}" for node in witnesses), "--height", "1", "--hash", trusted,
             "--home-dir", home, "--laddr", f"tcp://{self.address}"], stdout=self.output, stderr=self.output)
        try:
            eventually(f"the light client answers (see {home}/output.log)", lambda: call(self.address, "status"))
        except BaseException:
            self.stop()
            raise

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.output.close()


def ask(address, last, load):
    """The answers to questions that have one answer: question -> ("result" or "error", what)."""
    middle, (key, _, hash, height) = last // 2, load.committed[len(load.committed) // 2]
    block = call(address, "commit", height=middle)["signed_header"]["commit"]["block_id"]["hash"]
    questions = [
        *(("commit", {"height": at}) for at in (last, middle, 2, 1, height)),
        *(("block", {"height": at}) for at in (last, middle, height)), ("block_by_hash", {"hash": f"0x{block}"}),
        ("header", {"height": middle}), ("header_by_hash", {"hash": f"0x{block}"}),
        ("blockchain", {"minHeight": middle, "maxHeight": middle + 10}),
        *(("validators", {"height": at, "page": 1, "per_page": 2}) for at in (middle, last)),
        ("tx", {"hash": f"0x{hash}", "prove": True}), ("tx", {"hash": f"0x{hash}", "prove": False}),
        ("block_results", {"height": middle}), ("consensus_params", {"height": middle}), ("genesis", {}),
        ("genesis_chunked", {"chunk": 0}), ("health", {}), ("abci_query", {"path": "/store/main/key", "data": key}),
        ("abci_query", {"data": key, "prove": True}), ("abci_query", {"data": key}),
    ]
    return {f"{method}?{parameters}": answer(address, method, parameters) for method, parameters in questions}


def answer(address, method, parameters):
    try:
        return "result", call(address, method, **parameters)
    except RPCError as error:
        return "error", str(error)
