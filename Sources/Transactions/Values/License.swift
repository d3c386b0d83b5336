package import Wire

/// The licence of a work: one of the registry's names, or `custom:` and a text.
package struct License: Hashable, Sendable {
    /// The most bytes of a custom licence, its prefix included (as today's chain has it).
    package static let customSizeMaximum = 1000
    /// What a custom licence begins with.
    package static let customPrefix = "custom:"

    /// The names that the registry has always known.
    package static let originalNames = [
        "liberation_v1", "cc_by", "cc_by_sa", "cc_by_nc", "cc_by_nc_sa", "all_rights_reserved", "public_domain",
    ]
    /// The names that came with the second version of the registry's messages.
    package static let newNames = ["cc_by_nd", "cc_by_nc_nd", "copyright"]

    private static let original = Set(originalNames.map { ByteString($0) })
    private static let added = Set(newNames.map { ByteString($0) })

    package let text: ByteString

    /// The licence with this name. Registry code 1103 when there is none.
    package init(_ text: ByteString) throws(TransactionError) {
        try self.init(text, version: .newest)
    }

    /// The licence with this name in this version of the registry's messages. Registry code 1103 when there is none.
    package init(_ text: ByteString, version: RegistryVersion) throws(TransactionError) {
        let isCustom = text.bytes.starts(with: Array(License.customPrefix.utf8))
        let hasNewNames = version >= .second
        let isName = License.original.contains(text) || (hasNewNames && License.added.contains(text))
        if isCustom ? text.bytes.count <= License.customSizeMaximum : isName {
            self.text = text
            return
        }
        if isCustom {
            throw TransactionError(
                .license, "invalid license: a custom license has at most \(License.customSizeMaximum) bytes")
        }
        let names = (License.originalNames + (hasNewNames ? License.newNames : [])).joined(separator: ", ")
        throw TransactionError(
            .license, "invalid license \(ContentHash.shown(text)): choose \(names) or custom:<text>")
    }

    /// Whether it came with the second version of the registry's messages.
    package var isNew: Bool { License.added.contains(text) }
}

extension License: CustomStringConvertible {
    package var description: String { text.description }
}
