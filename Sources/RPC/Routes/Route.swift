import ABCI
import Chain
import JSON
package import Wire

/// A method of the RPC: its arguments, and what answers it.
///
/// A route is made of a closure that reads the arguments and returns what answers with them. Where that may run is said
/// by the label it is made with.
package struct Route: Sendable {
    typealias FromMemory = @Sendable (any NodeView) throws -> JSONValue
    typealias Reading = @Sendable (any ChainView, any NodeView) throws -> JSONValue
    typealias Waiting = @Sendable (any NodeView) async throws -> JSONValue

    package let name: ByteString
    /// The arguments' names in the order in which an array gives them.
    package let parameters: [ByteString]
    /// Whether caches may keep answers, as far as the arguments allow it.
    let isCacheable: Bool
    /// Reads the arguments; nil for a method that only WebSockets have: elsewhere it is listed, and not found.
    private let read: (@Sendable (inout ArgumentReader, any NodeView) throws -> BoundCall.Work)?

    private init(
        _ name: ByteString, _ parameters: [ByteString], isCacheable: Bool,
        read: (@Sendable (inout ArgumentReader, any NodeView) throws -> BoundCall.Work)?
    ) {
        self.name = name
        self.parameters = parameters
        self.isCacheable = isCacheable
        self.read = read
    }

    /// A method that is answered from memory.
    init(
        atOnce name: ByteString, _ parameters: ByteString..., isCacheable: Bool = false,
        read: @escaping @Sendable (inout ArgumentReader) throws -> FromMemory
    ) {
        self.init(name, parameters, isCacheable: isCacheable) { arguments, view in
            let answer = try read(&arguments)
            return .atOnce { try answer(view) }
        }
    }

    /// A method that is answered from memory, with an answer that may be so large that making it takes time.
    init(
        building name: ByteString, _ parameters: ByteString..., isCacheable: Bool = false,
        read: @escaping @Sendable (inout ArgumentReader) throws -> FromMemory
    ) {
        self.init(name, parameters, isCacheable: isCacheable) { arguments, view in
            let answer = try read(&arguments)
            return .reading { try answer(view) }
        }
    }

    /// A method that reads the chain.
    init(
        reading name: ByteString, _ parameters: ByteString..., isCacheable: Bool = false,
        read: @escaping @Sendable (inout ArgumentReader) throws -> Reading
    ) {
        self.init(name, parameters, isCacheable: isCacheable) { arguments, view in
            let answer = try read(&arguments)
            return .reading { try view.withChain { chain in try answer(chain, view) } }
        }
    }

    /// A method that hands a transaction to the node.
    init(
        submitting name: ByteString, _ parameters: ByteString..., until stage: SubmissionStage,
        answer: @escaping @Sendable (ResponseCheckTx, Transaction) -> JSONValue
    ) {
        self.init(name, parameters, isCacheable: false) { arguments, view in
            let transaction = try arguments.next(.transaction)
            return .submitting(
                Submission(
                    start: { view.submit(transaction, until: stage, $0) },
                    answer: { check in answer(check, transaction) }))
        }
    }

    /// A method that waits for others.
    init(
        waiting name: ByteString, _ parameters: ByteString..., isCacheable: Bool = false,
        read: @escaping @Sendable (inout ArgumentReader) throws -> Waiting
    ) {
        self.init(name, parameters, isCacheable: isCacheable) { arguments, view in
            let answer = try read(&arguments)
            return .waiting { try await answer(view) }
        }
    }

    /// A method that only WebSockets have.
    init(onWebSockets name: ByteString, _ parameters: ByteString...) {
        self.init(name, parameters, isCacheable: false, read: nil)
    }

    var isOnWebSocketsOnly: Bool { read == nil }

    /// The call with these arguments, ready to be carried out.
    ///
    /// - Parameter source: Nil for a JSON-RPC request without `params`.
    func bind(_ source: ArgumentSource?, _ view: any NodeView) throws -> BoundCall {
        guard let read else { throw CallError.methodNotFound }
        guard let source = source ?? (parameters.isEmpty ? .listed([]) : nil) else {
            throw CallPanic("reflect: Call with too few input arguments")
        }
        var arguments = ArgumentReader(source, names: parameters)
        let work = try read(&arguments, view)
        return BoundCall(isCacheable: isCacheable && arguments.allowsCaching, work: work)
    }
}
