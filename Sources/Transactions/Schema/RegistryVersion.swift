/// A version of the registry's messages: what a transaction of a chain may say.
///
/// The chain's parameters have it, and the validators raise it by vote, one after the other. What a version does not have
/// is decoded as any unknown field or message is: a program that has never heard of it gives the same verdict.
package struct RegistryVersion: Hashable, Comparable, Sendable {
    /// From 1 on.
    package let rawValue: UInt64

    package init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// What the registry always had.
    package static let first = RegistryVersion(1)
    /// Owners, details, policies, new licences; batches, new terms, new versions of works, changes of keys.
    package static let second = RegistryVersion(2)
    /// Keys of APIs that are revoked: `MsgRevokeKey` is executed. The second version decodes it, and refuses it in the block.
    package static let third = RegistryVersion(3)
    /// The newest that this program takes.
    package static let newest = third

    /// The version that follows.
    package var next: RegistryVersion { RegistryVersion(rawValue &+ 1) }

    /// What to say of something that only a later version has.
    func lacks(_ later: RegistryVersion) -> String {
        "comes with version \(later) of the registry's messages, and the chain takes version \(self) until the validators "
            + "vote for the next"
    }

    package static func < (left: RegistryVersion, right: RegistryVersion) -> Bool { left.rawValue < right.rawValue }
}

extension RegistryVersion: CustomStringConvertible {
    package var description: String { String(rawValue) }
}
