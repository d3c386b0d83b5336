import ABCI
import Chain
import Cryptography
import MerkleMap
import Transactions
import Wire

// The registry's own questions.
extension RegistryQuery {
    func parameters() throws -> ParametersAnswer {
        let parameters = try map.parameters()
        return ParametersAnswer(
            registryVersion: parameters.registryVersion.rawValue, unorderedTTL: parameters.unorderedTTL.rawValue,
            validatorBond: parameters.validatorBond, unbondingTime: parameters.unbondingTime.rawValue,
            admitsByVote: parameters.admitsByVote, version: parameters.version)
    }

    func statistics() throws -> StatisticsAnswer {
        let statistics = try map.statistics()
        return StatisticsAnswer(
            records: statistics.records, transfers: statistics.transfers,
            byLicense: statistics.byLicense.map { StatisticsAnswer.LicenseCount(license: $0.license, count: $0.count) },
            accounts: try map.accountCount())
    }

    /// As today's chain answers: no error when the work is not registered.
    func verification() throws -> VerificationAnswer {
        let question = try RecordRequest(protobuf: request.data)
        if question.contentHash.isEmpty {
            throw TransactionError(.invalidRequest, "content_hash: missing: invalid request")
        }
        guard let work = try? ContentHash(question.contentHash), let record = try map.record(of: work) else {
            return VerificationAnswer()
        }
        return VerificationAnswer(
            isVerified: true, creator: ByteString(record.creator.text), license: record.license.text,
            timestamp: record.time.seconds)
    }

    func record() throws -> ResponseQuery {
        let (work, record) = try knownRecord(RecordRequest(protobuf: request.data))
        var writer = ProtobufWriter()
        writer.message(1, RecordAnswer(work, record))
        return ResponseQuery(value: writer.bytes, height: height)
    }

    private func knownRecord(_ question: RecordRequest) throws -> (work: ContentHash, record: ContentRecord) {
        let work = try ContentHash(question.contentHash)
        guard let record = try map.record(of: work) else {
            throw TransactionError(.recordNotFound, "content not found: \(work) is not registered")
        }
        return (work, record)
    }

    /// The registration and every change; the page's keys are numbers of changes.
    func history() throws -> HistoryAnswer {
        let question = try RecordRequest(protobuf: request.data)
        let (work, record) = try knownRecord(question)
        var first: UInt64 = 0
        if !question.page.key.isEmpty {
            guard let number = StateKey.number(bigEndian: question.page.key) else {
                throw TransactionError(.invalidRequest, "pagination.key is not of this list: invalid request")
            }
            first = number
        }
        var answer = HistoryAnswer()
        if first == 0 { answer.items.append(try registration(work, record)) }
        let end = min(record.changes, first.addingReportingOverflow(UInt64(question.page.count)).partialValue)
        for number in first..<max(first, end) {
            guard let change = try map.change(number, of: work) else { throw StoredValue.damage("history of \(work)") }
            answer.items.append(HistoryEntry(change))
        }
        if end < record.changes && end >= first { answer.page.nextKey = StateKey.bigEndian(end) }
        return answer
    }

    /// The registration as the first entry of the history: whose the record was, before any change.
    private func registration(_ work: ContentHash, _ record: ContentRecord) throws -> HistoryEntry {
        var owner = record.owner
        for number in 0..<record.changes {
            guard let change = try map.change(number, of: work) else { throw StoredValue.damage("history of \(work)") }
            if case .ownership(let from, _) = change.kind {
                owner = from
                break
            }
        }
        return HistoryEntry(
            action: .registered, from: "", to: ByteString(owner.text), revision: 1,
            height: Int64(bitPattern: record.place.height), time: record.time, transactionHash: record.transactionHash)
    }

    /// Records in the order of registration; the page's keys are places.
    func records() throws -> RecordsAnswer {
        let question = try RecordsRequest(protobuf: request.data)
        var prefix = [StateKey.order]
        if path == QueryPath.recordsByOwner || !question.owner.isEmpty {
            prefix = StateKey.owned(by: try AccountAddress(question.owner))
        }
        let all = KeyRange(prefix: prefix)
        var range = KeyRange(
            from: prefix + RecordPlace(height: question.fromHeight, index: 0).bytes, upTo: all.upper)
        if !question.page.key.isEmpty {
            guard question.page.key.count == RecordPlace.size else {
                throw TransactionError(.invalidRequest, "pagination.key is not of this list: invalid request")
            }
            let key = prefix + question.page.key
            range =
                question.page.isReversed
                ? KeyRange(from: range.lower, through: key) : KeyRange(from: max(key, range.lower), upTo: range.upper)
        }
        let count = question.page.count
        let entries = try map.entries(in: range, limit: count + 1, descending: question.page.isReversed)
        var answer = RecordsAnswer()
        for entry in entries.prefix(count) {
            guard let work = Hash(entry.value).map({ ContentHash($0) }), let record = try map.record(of: work) else {
                throw StoredValue.damage("list of records")
            }
            answer.items.append(RecordAnswer(work, record))
        }
        if entries.count > count, let next = entries.last {
            answer.page.nextKey = Array(next.key.suffix(RecordPlace.size))
        }
        return answer
    }
}

private func max(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    left.lexicographicallyPrecedes(right) ? right : left
}

extension RecordAnswer {
    fileprivate init(_ work: ContentHash, _ record: ContentRecord) {
        self.init(
            contentHash: work, creator: record.creator, owner: record.owner, license: record.license,
            aiTrainingPolicy: record.policy, contentKind: record.kind, licensingURI: record.licensingURI,
            detailsCommitment: record.detailsCommitment, fingerprint: record.fingerprint, platform: record.platform,
            revision: record.revision, previousVersion: record.previousVersion, nextVersion: record.nextVersion,
            height: Int64(bitPattern: record.place.height), time: record.time, transactionHash: record.transactionHash)
    }
}

extension HistoryEntry {
    fileprivate init(_ change: RecordChange) {
        let (action, from, to): (Action, ByteString, ByteString) =
            switch change.kind {
            case .ownership(let from, let to): (.transferred, ByteString(from.text), ByteString(to.text))
            case .terms(let from, let to): (.licenseUpdated, from.license.text, to.license.text)
            case .nextVersion(let work): (.revised, "", ByteString(work.text))
            }
        self.init(
            action: action, from: from, to: to, revision: change.revision, height: change.height.rawValue,
            time: change.time, transactionHash: change.transactionHash)
    }
}
