/// Why a route has no answer, in CometBFT's words.
struct RouteError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
