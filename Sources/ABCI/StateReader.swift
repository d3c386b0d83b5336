/// What an application has made durable: the entries of its `StagedChange`s, as the last durable block left them.
///
/// Whoever starts an application hands it one; reading is the only way in, since what changes goes through
/// `Application.stagedChanges`. Each call looks at whatever is durable at that moment, and holds nothing open afterwards:
/// what must be consistent over several calls has to be so by the way it is written.
package protocol StateReader: Sendable {
    /// The value of an entry; nil when there is none.
    ///
    /// - Throws: when the storage cannot be read. No answer that depends on the entry may be given then.
    func value(of key: [UInt8]) throws(ApplicationError) -> [UInt8]?
}

/// The entries of a chain that has none yet.
package struct EmptyState: StateReader {
    package init() {}

    package func value(of key: [UInt8]) throws(ApplicationError) -> [UInt8]? { nil }
}
