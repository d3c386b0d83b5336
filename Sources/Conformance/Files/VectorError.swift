/// Why a vector file cannot be read as what it seems to be.
package struct VectorError: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
