/// Why a node could not be bothered.
package struct HostilePeerError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
