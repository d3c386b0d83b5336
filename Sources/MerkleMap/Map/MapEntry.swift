/// A key and its value.
package struct MapEntry: Hashable, Sendable {
    package let key: [UInt8]
    package let value: [UInt8]

    package init(key: [UInt8], value: [UInt8]) {
        self.key = key
        self.value = value
    }
}
