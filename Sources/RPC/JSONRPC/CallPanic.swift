/// What makes CometBFT's handler panic: its server answers the whole HTTP request with status 500, id -1 and this text.
///
/// Clients have come to know these answers, so that they are given here too, without the panic.
struct CallPanic: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
