import ABCI
import ArgumentParser
import Chain
import ContentRegistry
import Cryptography
import Dispatch
import Transactions
import Wire

/// How fast the registry registers, and how much a record takes.
@main
struct RegistryBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry-benchmark",
        abstract: "Register works in blocks, without consensus and without a disk, and say what each stage takes.")

    @Option(help: "Works to register.")
    var records = 50_000

    @Option(help: "Works of a transaction: 1 for single registrations, more for batches.")
    var works = 1

    @Option(help: "Transactions of a block.")
    var transactions = 1_000

    private static let chainID: ChainID = "benchmark"
    private static let begin: Int64 = 1_780_000_000

    func run() throws {
        guard let key = Secp256k1PrivateKey(SHA256.hash([1]).bytes) else {
            throw ArgumentParser.ValidationError("no key")
        }
        let state = MemoryState()
        var application = try found(key, state)
        var times = (sign: 0.0, verify: 0.0, check: 0.0, finalize: 0.0)
        var height: Int64 = 0
        var registered = 0
        var failed = 0
        while registered < records {
            height += 1
            let time = try moment(height)
            var block: [Transaction] = []
            times.sign += seconds {
                while block.count < transactions && registered < records {
                    let count = min(works, records - registered)
                    block.append(transaction(registered..<(registered + count), by: key, at: time))
                    registered += count
                }
            }
            var proofs: [SignatureProof] = []
            times.verify += seconds { proofs = block.compactMap { application.verifySignatures(of: $0) } }
            var mempool = application
            mempool.take(proofs)
            times.check += try seconds {
                for transaction in block {
                    let answer = try mempool.checkTx(RequestCheckTx(tx: transaction, localTime: time))
                    if answer.code != 0 { failed += 1 }
                }
            }
            application.take(proofs)
            times.finalize += try seconds {
                let request = RequestFinalizeBlock(txs: block, height: Height(height), time: time)
                let response = try application.finalizeBlock(request)
                failed += response.txResults.count { $0.code != 0 }
                state.apply(application.stagedChanges)
                _ = try application.commit()
            }
        }
        let count = Double(records)
        print(
            "records \(records), works a transaction \(works), transactions a block \(transactions), failed \(failed)")
        for (name, time) in [
            ("sign", times.sign), ("verify (one thread)", times.verify), ("check", times.check),
            ("finalize and commit", times.finalize),
        ] {
            print("\(name): \(time / count * 1e6) µs a record, \(count / time) records/s")
        }
        // What is kept for old heights goes.
        for _ in 0..<101 {
            height += 1
            _ = try application.finalizeBlock(RequestFinalizeBlock(height: Height(height), time: try moment(height)))
            state.apply(application.stagedChanges)
            _ = try application.commit()
        }
        print("stored: \(state.size / records) bytes a record")
        try export(application, height: height)
    }

    /// Writes the state and reads it again.
    private func export(_ application: ContentRegistry, height: Int64) throws {
        var exported: (appState: [UInt8], appHash: AppHash) = ([], .empty)
        let writing = try seconds { exported = try application.exportState() }
        var copy = ContentRegistry()
        let request = RequestInitChain(
            time: try moment(height), chainID: RegistryBenchmark.chainID, appStateBytes: exported.appState,
            initialHeight: Height(height + 1))
        var hash = AppHash.empty
        let reading = try seconds { hash = try copy.initChain(request).appHash }
        print("export: \(exported.appState.count / records) bytes a record, \(writing) s; import \(reading) s")
        print("app hash \(exported.appHash), after the import \(hash == exported.appHash ? "the same" : "ANOTHER")")
        if hash != exported.appHash { throw ExitCode(1) }
    }

    private func found(_ key: Secp256k1PrivateKey, _ state: MemoryState) throws -> ContentRegistry {
        let address = AccountAddress(.secp256k1(key.publicKey))
        let account =
            #"{"@type":"/cosmos.auth.v1beta1.BaseAccount","address":"\#(address)","account_number":"0","sequence":"0"}"#
        var application = try ContentRegistry(reader: state)
        _ = try application.initChain(
            RequestInitChain(
                time: try moment(0), chainID: RegistryBenchmark.chainID,
                appStateBytes: Array(#"{"auth":{"accounts":[\#(account)]}}"#.utf8), initialHeight: 1))
        state.apply(application.stagedChanges)
        return application
    }

    private func moment(_ height: Int64) throws -> Timestamp {
        guard let time = Timestamp(seconds: RegistryBenchmark.begin + height) else {
            throw ArgumentParser.ValidationError("no time")
        }
        return time
    }

    /// An unordered transaction, as the API sends them, of works with all that they can have but a custom licence.
    private func transaction(_ numbers: Range<Int>, by key: Secp256k1PrivateKey, at time: Timestamp) -> Transaction {
        let creator = AccountAddress(.secp256k1(key.publicKey))
        let works = numbers.compactMap { number -> Work? in
            guard let license = try? License("liberation_v1") else { return nil }
            let owner = AccountAddress(SHA256.hash(Array("owner \(number % 5_000)".utf8)).bytes.prefix(20))
            return Work(
                contentHash: ContentHash(SHA256.hash(Array("work \(number)".utf8))), license: license, platform: "api",
                owner: owner, detailsCommitment: SHA256.hash(Array("details \(number)".utf8)),
                aiTrainingPolicy: .prohibited, contentKind: .text)
        }
        let message: RegistryMessage =
            if works.count == 1, let work = works.first {
                .register(MsgRegisterContent(creator: creator, work: work))
            } else {
                .registerBatch(MsgRegisterContentBatch(creator: creator, works: works))
            }
        let body = TransactionBody(
            messages: [message], isUnordered: true,
            timeoutTimestamp: time.adding(nanoseconds: 60_000_000_000 + Int64(numbers.lowerBound)))
        return Transaction(
            TransactionBuilder(body, fee: Fee(gasLimit: 2_000_000))
                .signed(by: key, chainID: RegistryBenchmark.chainID, accountNumber: 0, sequence: 0))
    }

    private func seconds(_ work: () throws -> Void) rethrows -> Double {
        let begin = DispatchTime.now()
        try work()
        return Double(DispatchTime.now().uptimeNanoseconds - begin.uptimeNanoseconds) / 1e9
    }
}
