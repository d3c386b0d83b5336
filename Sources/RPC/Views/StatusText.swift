import JSON
import Synchronization

/// The status as JSON, written anew only when it has changed: it is what clients ask for most, and most of it stays as
/// it is for as long as the node runs.
final class StatusText: Sendable {
    private let last = Mutex<(status: StatusInformation, json: JSONValue)?>(nil)

    func json(_ status: StatusInformation) -> JSONValue {
        last.withLock { last in
            if let last, last.status == status { return last.json }
            let json = JSONValue.raw(status.json.serialized())
            last = (status, json)
            return json
        }
    }
}
