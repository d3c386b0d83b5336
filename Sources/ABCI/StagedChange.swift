/// One key of an application's own store, as a block leaves it.
package struct StagedChange: Hashable, Sendable {
    package let key: [UInt8]
    /// The new value; nil when the key goes.
    package let value: [UInt8]?

    package init(key: [UInt8], value: [UInt8]?) {
        self.key = key
        self.value = value
    }
}
