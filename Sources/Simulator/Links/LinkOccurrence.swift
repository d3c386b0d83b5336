/// What happens on links at its time.
enum LinkOccurrence {
    /// A node looks whom it has to call.
    case dials(node: Int, life: Int)
    /// A piece that was written at the other end arrives.
    case arrival(LinkPlace)
    /// A node sends what waits.
    case flush(LinkPlace)
    /// A machine's time has come.
    case deadline(LinkPlace)
    /// A node's engine wants a connection to end.
    case drop(LinkPlace, reason: String)
    /// A call was not answered.
    case noAnswer(LinkPlace)
    /// An end finds that its connection was cut.
    case loss(LinkPlace)
    /// A stranger calls somebody.
    case strangerCalls(Int)
    /// A stranger goes on with what it has to say.
    case strangerSpeaks(LinkPlace)
}
