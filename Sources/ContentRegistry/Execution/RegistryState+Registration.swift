import ABCI
import Chain
import Cryptography
import Transactions
import Wire

// Registrations: a hash is registered once, the first in block order wins.
extension RegistryState {
    mutating func execute(_ message: MsgRegisterContent, at place: MessagePlace) throws -> MessageOutcome {
        let (outcome, event) = try register(
            message.work, creator: message.creator, previousVersion: nil, answersRepeat: message.isNew, at: place)
        return MessageOutcome(response: outcome.protobuf, events: [event])
    }

    mutating func execute(_ message: MsgRegisterContentBatch, at place: MessagePlace) throws -> MessageOutcome {
        var response = MsgRegisterContentBatchResponse(results: [])
        var events: [Event] = []
        for work in message.works {
            if let record = try record(of: work.contentHash) {
                var outcome = RegistrationOutcome(record)
                let isOwn = record.owner == work.owner ?? message.creator
                if !isOwn { outcome.code = TransactionError.Reason.alreadyRegistered.code }
                response.results.append(outcome)
                events.append(.contentExists(work.contentHash, record))
                continue
            }
            let (outcome, event) = try register(
                work, creator: message.creator, previousVersion: nil, answersRepeat: true, at: place)
            response.results.append(outcome)
            events.append(event)
        }
        return MessageOutcome(response: response.protobuf, events: events)
    }

    mutating func execute(_ message: MsgRevise, at place: MessagePlace) throws -> MessageOutcome {
        let previous = try ownRecord(message.previousVersion, of: message.creator, revision: message.expectedRevision)
        if let next = previous.nextVersion {
            throw TransactionError(
                .revision, "\(message.previousVersion) was revised already: its next version is \(next)")
        }
        let (_, registered) = try register(
            message.work, creator: message.creator, previousVersion: message.previousVersion, answersRepeat: false,
            at: place)
        var record = previous
        record.nextVersion = message.work.contentHash
        let revision = previous.revision + 1
        change(
            message.previousVersion, from: previous, to: record,
            RecordChange(.nextVersion(message.work.contentHash), revision: revision, at: place))
        let revised = Event.of(
            "content_revised", ("content_hash", message.previousVersion.text),
            ("next_version", message.work.contentHash.text), ("revision", String(revision)))
        return MessageOutcome(
            response: RevisionResponse(revision: 1).protobuf, events: [registered, revised])
    }

    /// Registers a work, unless it is there.
    ///
    /// - Parameter answersRepeat: Whether a repeat by the owner is no error.
    private mutating func register(
        _ work: Work, creator: AccountAddress, previousVersion: ContentHash?, answersRepeat: Bool,
        at place: MessagePlace
    ) throws -> (outcome: RegistrationOutcome, event: Event) {
        let owner = work.owner ?? creator
        if let record = try record(of: work.contentHash) {
            if answersRepeat && record.owner == owner {
                return (RegistrationOutcome(record), .contentExists(work.contentHash, record))
            }
            throw TransactionError(
                .alreadyRegistered,
                "content already registered: \(work.contentHash) belongs to \(record.owner) since height "
                    + "\(record.place.height), transaction \(record.transactionHash)")
        }
        try ensureAccount(owner)
        let record = ContentRecord(
            creator: creator, owner: owner, license: work.license, policy: work.aiTrainingPolicy,
            kind: work.contentKind, licensingURI: work.licensingURI, detailsCommitment: work.detailsCommitment,
            fingerprint: work.fingerprint, platform: work.platform, revision: 1, previousVersion: previousVersion,
            nextVersion: nil, place: nextPlace(at: place.moment.height), time: place.moment.time,
            transactionHash: place.transaction.hash)
        add(record, of: work.contentHash)
        var event = Event.of(
            "content_registered", ("content_hash", work.contentHash.text), ("creator", creator.text),
            ("license", work.license.description), ("platform", work.platform.description))
        // Today's clients get today's attributes.
        if work.isNew || previousVersion != nil {
            event.attributes.append(EventAttribute(key: "owner", value: ByteString(owner.text), index: true))
        }
        return (RegistrationOutcome(), event)
    }

    /// The record, when it is this account's and has this revision.
    ///
    /// - Parameter revision: 0 for any.
    mutating func ownRecord(
        _ work: ContentHash, of account: AccountAddress, revision: UInt64
    ) throws -> ContentRecord {
        guard let record = try record(of: work) else {
            throw TransactionError(.recordNotFound, "content not found: \(work) is not registered")
        }
        if record.owner != account {
            throw TransactionError(
                .notOwner, "unauthorized transfer: \(work) belongs to \(record.owner), not to \(account)")
        }
        if revision != 0 && record.revision != revision {
            throw TransactionError(
                .revision, "\(work) has revision \(record.revision), expected \(revision): read it again")
        }
        return record
    }
}

extension RegistrationOutcome {
    /// What a repeat is answered.
    fileprivate init(_ record: ContentRecord) {
        self.init(
            isExisting: true, owner: record.owner, height: Int64(bitPattern: record.place.height),
            transactionHash: record.transactionHash)
    }
}

extension RecordChange {
    init(_ kind: Kind, revision: UInt64, at place: MessagePlace) {
        self.init(
            kind: kind, revision: revision, height: place.moment.height, time: place.moment.time,
            transactionHash: place.transaction.hash)
    }
}

extension Event {
    /// A repeat: indexers count registrations by the other event.
    fileprivate static func contentExists(_ work: ContentHash, _ record: ContentRecord) -> Event {
        .of(
            "content_exists", ("content_hash", work.text), ("owner", record.owner.text),
            ("height", String(record.place.height)), ("tx_hash", record.transactionHash.description))
    }
}
