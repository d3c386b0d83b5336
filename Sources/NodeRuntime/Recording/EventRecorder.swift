import Chain
import Dispatch
import Engine
import Recording
import Synchronization

/// Writes what the engine is told and what it makes of it into a file, on a thread of its own.
///
/// The engine's thread only hands over; values are encoded and written behind it. When the disk is too slow, full or broken,
/// recording ends with a line in the log and, where possible, in the file. The node goes on.
final class EventRecorder: Sendable {
    /// What waits, and when it is written.
    struct Limits: Sendable {
        /// Bytes handed over and not written. At 1,000 transactions a second the engine handles some 2,100 events, which
        /// count for 5 MB here: so a disk may stand still for twenty seconds.
        var heldBytesMaximum = 128 << 20
        /// Bytes written at a time.
        var chunkBytes = 1 << 20
        /// How long what came waits for more, so that not every event wakes a thread: so much is lost in a kill.
        var linger: DispatchTimeInterval = .milliseconds(50)
        /// Events that end that wait.
        var lingerEvents = 1_024
    }

    private struct Step: Sendable {
        let event: Event
        let time: Instant
        let effects: [Effect]
        let byteCount: Int
    }

    private struct Contents {
        var steps: [Step] = []
        /// Bytes of all that was handed over and not written.
        var heldBytes = 0
        /// Whether nothing more is taken.
        var isEnded = false
        /// Whether that is because more came than the disk took.
        var isOverrun = false
    }

    private let limits: Limits
    private let contents = Mutex(Contents())
    private let arrival = DispatchSemaphore(value: 0)
    private let fullness = DispatchSemaphore(value: 0)
    private let worker = Mutex<Worker?>(nil)

    /// - Parameters:
    ///   - write: Puts bytes behind those of the calls before.
    ///   - ended: Told once when recording ends before the node does, and why.
    init(
        _ header: RecordingHeader, limits: Limits = Limits(), write: @escaping @Sendable ([UInt8]) throws -> Void,
        ended: @escaping @Sendable (String) -> Void
    ) {
        self.limits = limits
        let thread = Worker(name: "recorder") { [self] in
            do {
                try write(RecordingEncoder.beginning(header))
                if let reason = try writeAll(write) {
                    try write(RecordingEncoder.end(stoppedBecause: reason))
                    end()
                    ended(reason)
                } else {
                    try write(RecordingEncoder.end())
                }
            } catch {
                end()
                ended("\(error)")
            }
        }
        worker.withLock { $0 = thread }
    }

    /// Takes over what the engine was told and what it answered. Never waits.
    func record(_ event: Event, at time: Instant, _ effects: [Effect]) {
        let byteCount = EventRecorder.byteCount(event, effects)
        let (isFirst, isEnough) = contents.withLock { contents in
            if contents.isEnded { return (false, false) }
            if contents.heldBytes + byteCount > limits.heldBytesMaximum {
                contents.isEnded = true
                contents.isOverrun = true
                return (true, true)
            }
            contents.heldBytes += byteCount
            contents.steps.append(Step(event: event, time: time, effects: effects, byteCount: byteCount))
            return (contents.steps.count == 1, contents.steps.count == limits.lingerEvents)
        }
        if isFirst { arrival.signal() }
        if isEnough { fullness.signal() }
    }

    /// Writes what is left and the end, and ends the thread.
    func close() -> Worker? {
        contents.withLock { $0.isEnded = true }
        arrival.signal()
        fullness.signal()
        return worker.withLock { $0 }
    }

    // MARK: The recorder's thread

    /// - Returns: Why recording ends before the node does; nil when it does not.
    private func writeAll(_ write: ([UInt8]) throws -> Void) throws -> String? {
        while true {
            let (steps, isEnded, isOverrun) = take()
            if let reason = try put(steps, write) { return reason }
            if !isEnded { continue }
            if !isOverrun { return nil }
            return "the disk was too slow: \(limits.heldBytesMaximum >> 20) MiB waited to be written"
        }
    }

    /// What has come, once there is something and more had time to come.
    private func take() -> (steps: [Step], isEnded: Bool, isOverrun: Bool) {
        while true {
            let isEnded = contents.withLock { $0.isEnded }
            if !isEnded {
                arrival.wait()
                _ = fullness.wait(timeout: .now() + limits.linger)
            }
            let taken = contents.withLock { contents in
                let steps = contents.steps
                contents.steps = []
                return (steps, contents.isEnded, contents.isOverrun)
            }
            if !taken.0.isEmpty || taken.1 { return taken }
        }
    }

    private func put(_ steps: [Step], _ write: ([UInt8]) throws -> Void) throws -> String? {
        var bytes: [UInt8] = []
        var held = 0
        for (index, step) in steps.enumerated() {
            guard let piece = RecordingEncoder.event(step.event, at: step.time, step.effects) else {
                try write(bytes)
                return "an event is larger than a recording can hold"
            }
            bytes += piece
            held += step.byteCount
            if bytes.count < limits.chunkBytes && index < steps.count - 1 { continue }
            try write(bytes)
            bytes.removeAll(keepingCapacity: true)
            let written = held
            held = 0
            contents.withLock { $0.heldBytes -= written }
        }
        return nil
    }

    /// Lets go of what waits; nothing more is taken.
    private func end() {
        contents.withLock { contents in
            contents.isEnded = true
            contents.steps = []
        }
    }
}
