import Chain
import Cryptography
import Engine
import Execution
import Wire

// What an engine starts from. The log's records are written as the log writes them, and read as a starting node reads them:
// their signatures are verified again.
extension ValueWriter {
    mutating func startPoint(_ point: StartPoint) {
        state(point.state)
        optional(point.genesis) { $0.genesis($1) }
        optional(point.lastCommit) { $0.message($1) }
        optional(point.lastHeader) { $0.message($1) }
        height(point.base)
        list(point.records.flatMap(\.entries)) { $0.bytes($1) }
        unsigned(point.nextPosition.rawValue)
        optional(point.lastSigned) { $0.signedStep($1) }
        flag(point.keyIsRestored)
        optional(point.committedSignature) { $0.signedStep($1) }
        list(point.pendingEvidence) { $0.message($1) }
        list(point.equivocations) { $0.equivocation($1) }
        // A set has no order of its own.
        list(point.resumedAfter.sorted()) { $0.hash($1) }
        optional(point.sharedLoss) { $0.message($1) }
    }

    mutating func signedStep(_ step: SignedStep) {
        height(step.height)
        round(step.round)
        byte(step.step)
    }
}

extension ValueReader {
    mutating func startPoint() throws(DecodingError) -> StartPoint {
        let state = try state()
        let genesis = try optional { reader throws(DecodingError) in try reader.genesis() }
        let lastCommit = try optional { reader throws(DecodingError) in try reader.message(ExtendedCommit.self) }
        let lastHeader = try optional { reader throws(DecodingError) in try reader.message(Header.self) }
        let base = try height()
        let records = try records(chainID: state.chainID)
        let nextPosition = LogPosition(try unsigned())
        let lastSigned = try optional { reader throws(DecodingError) in try reader.signedStep() }
        let keyIsRestored = try flag()
        let committed = try optional { reader throws(DecodingError) in try reader.signedStep() }
        let evidence = try list { reader throws(DecodingError) in try reader.message(Evidence.self) }
        let equivocations = try list { reader throws(DecodingError) in try reader.equivocation() }
        let resumedAfter = try list { reader throws(DecodingError) in try reader.hash() }
        if zip(resumedAfter, resumedAfter.dropFirst()).contains(where: { $0 >= $1 }) {
            throw .invalid("names of equivocations that are not in order")
        }
        let sharedLoss = try optional { reader throws(DecodingError) in try reader.message(SharedLoss.self) }
        return StartPoint(
            state: state, genesis: genesis, lastCommit: lastCommit, lastHeader: lastHeader, base: base,
            records: records,
            nextPosition: nextPosition, lastSigned: lastSigned, keyIsRestored: keyIsRestored,
            committedSignature: committed, pendingEvidence: evidence,
            equivocations: equivocations, resumedAfter: Set(resumedAfter),
            sharedLoss: sharedLoss)
    }

    private mutating func signedStep() throws(DecodingError) -> SignedStep {
        let height = try height()
        let round = try round()
        return SignedStep(height: height, round: round, step: try byte())
    }

    private mutating func records(chainID: ChainID) throws(DecodingError) -> [LogRecord] {
        var decoder = LogDecoder(chainID: chainID)
        var isComplete = true
        var records: [LogRecord] = []
        for entry in try list({ reader throws(DecodingError) in try reader.bytes() }) {
            let record = try decoder.decode(entry)
            isComplete = record != nil
            if let record { records.append(record) }
        }
        if !isComplete { throw .invalid("the log's last record is not complete") }
        return records
    }
}
