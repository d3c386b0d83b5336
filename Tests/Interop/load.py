"""Clients that hand transactions to every node and wait for their blocks."""
import base64, hashlib, threading, time

from nodes import REFERENCE, RPCError, eventually


class Load:
    """One client a node. What a node answers while it is `excused` may be an error; elsewhere it must be a block, or that
    there was none in time, as on a busy machine: then the transaction must come into one later.
    """

    def __init__(self, nodes):
        self.committed, self.late, self.excused, self.failures, self.missed = [], [], set(), [], 0
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(node,)) for node in nodes]
        for thread in self.threads:
            thread.start()

    def run(self, node):
        number = 0
        while not self.ended.is_set():
            number += 1
            key, value = f"node{node.number}-{number}", f"value{number}"
            try:
                answer = node.call("broadcast_tx_commit", seconds=30, tx=f"{key}={value}")
                assert answer["check_tx"]["code"] == 0 and answer["tx_result"]["code"] == 0, answer
                self.committed.append((key, value, answer["hash"], int(answer["height"])))
            except (OSError, RPCError, ValueError) as error:
                self.missed += 1
                if "timed out waiting for tx" in str(error):
                    self.late.append((node, len(node.killed), key, value))
                elif node not in self.excused:
                    self.failures.append(f"{key}: {error!r}")
                time.sleep(0.2)
            except Exception as error:
                self.failures.append(f"{key}: {error!r}")
            self.ended.wait(0.2)

    def stop(self):
        self.ended.set()
        for thread in self.threads:
            thread.join()
        assert not self.failures, f"{len(self.failures)} failed: {self.failures[:5]}"

    def expect_on(self, nodes):
        """Every transaction whose block was answered is there on each node, proof and all, and its value too.

        The reference writes its index beside the block: when it is killed, that of the last block may be missing. The
        block itself is compared elsewhere.
        """
        for node, kills, key, value in self.late:
            if len(node.killed) == kills:  # Otherwise it may have been lost with the node's memory.
                hash = hashlib.sha256(f"{key}={value}".encode()).hexdigest()
                found = eventually(f"{key} is in a block", lambda: nodes[0].call("tx", hash=f"0x{hash}"))
                self.committed.append((key, value, hash, int(found["height"])))
        unindexed = 0
        for key, value, hash, height in self.committed:
            answers = []
            for node in nodes:
                try:
                    answers.append(node.call("tx", hash=f"0x{hash}", prove=True))
                except RPCError:
                    if node.kind != REFERENCE or not any(0 <= height - at <= 3 for at in node.killed):
                        raise
                    unindexed += 1
            assert int(answers[0]["height"]) == height, f"{key} is at {answers[0]['height']}, not {height}"
            assert all(answer == answers[0] for answer in answers), f"{key}: {answers}"
            values = {node.call("abci_query", data=key)["response"]["value"] for node in nodes}
            assert values == {base64.b64encode(value.encode()).decode()}, f"{key}: {values}"
        return unindexed
