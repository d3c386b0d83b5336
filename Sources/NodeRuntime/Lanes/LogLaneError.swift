import Engine

/// The log and the engine disagree about places: a mistake of ours.
enum LogLaneError: Error, CustomStringConvertible {
    case outOfStep(engine: LogPosition, log: UInt64)

    var description: String {
        switch self {
        case .outOfStep(let engine, let log): "the engine's log position \(engine.rawValue) is the log's \(log)"
        }
    }
}
