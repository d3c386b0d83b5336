import NIOCore
import NIOHTTP1

/// Serves one connection: collects a request, has it answered where that may be done, sends the answer, and begins anew.
///
/// There is one request at a time. The pipelining handler before this one holds back what a client sends in advance, so
/// that a connection keeps at most one thread or task busy.
final class RPCConnection: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        /// Nothing has arrived of the next request.
        case idle
        /// The head is there.
        case receiving(HTTPRequestHead, host: String)
        /// The request is there, and its answer is not.
        case answering
        /// The last answer has been sent; what still arrives is not looked at.
        case closing
    }

    private let responder: any HTTPResponder
    private let runner: PlanRunner
    private let deadline: ConnectionDeadline
    private var state = State.idle
    private var body: [UInt8] = []
    private var date = HTTPDate()
    /// Whether an answer is being sent: the next request may come from within that.
    private var isSending = false

    init(responder: any HTTPResponder, runner: PlanRunner, deadline: ConnectionDeadline) {
        self.responder = responder
        self.runner = runner
        self.deadline = deadline
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head, context)
        case .body(let bytes): receive(bytes, context)
        case .end: finish(context)
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard case .idle = state else { return }
        switch HostRule.host(head) {
        case .failure(let error): refuse(head, HTTPAnswer.badRequest(error.reason), context)
        case .success(let host):
            state = .receiving(head, host: host)
            let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
            if length > responder.bodyBytesMaximum { return refuse(head, responder.bodyTooLarge, context) }
            answerExpectation(head, context)
        }
    }

    /// A client that asks before it sends the body is told to go on; curl waits a second for that.
    private func answerExpectation(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard let expectation = head.headers.first(name: "expect") else { return }
        if expectation.lowercased() == "100-continue" {
            if head.version.isBeforeKeepAlive { return }
            let answer = HTTPResponseHead(version: head.version, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(answer)), promise: nil)
        } else {
            refuse(head, HTTPAnswer(status: 417), context)
        }
    }

    private func receive(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard case .receiving(let head, _) = state else { return }
        if body.count + bytes.readableBytes > responder.bodyBytesMaximum {
            return refuse(head, responder.bodyTooLarge, context)
        }
        body.append(contentsOf: bytes.readableBytesView)
    }

    private func finish(_ context: ChannelHandlerContext) {
        guard case .receiving(let head, let host) = state else { return }
        state = .answering
        deadline.requestArrived()
        let question = HTTPQuestion(
            method: head.method.rawValue, target: head.uri, host: host,
            contentType: head.headers.first(name: "content-type"), body: body)
        body = []
        if isSending {
            // This request came while the answer to the one before was sent, from within. Requests sent in advance
            // would pile up on the stack.
            let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
            context.eventLoop.execute { bound.value.handler.answer(question, head, bound.value.context) }
        } else {
            answer(question, head, context)
        }
    }

    // MARK: Answers

    private func answer(_ question: HTTPQuestion, _ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        runner.run(bytes: question.body.count, { [responder] in responder.plan(question) }) { answer in
            let (handler, context) = bound.value
            guard let answer else { return context.close(promise: nil) }
            handler.send(answer, to: head, context)
        }
    }

    private func send(_ answer: HTTPAnswer, to request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard case .answering = state, context.channel.isActive else { return }
        // Deviation: Go keeps a connection open whose client has offered another protocol in vain. NIO reads no further
        // request there.
        let isLast = !request.isKeepAlive || answer.closesConnection || request.headers.contains(name: "upgrade")
        state = isLast ? .closing : .idle
        isSending = true
        defer { isSending = false }
        deadline.answerBegins()
        let head = RPCResponseHead.make(answer, to: request, isLast: isLast, date: &date)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if request.method != .HEAD && !answer.body.isEmpty {
            let body = context.channel.allocator.buffer(bytes: answer.body)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        let sent = context.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        sent.futureResult.whenComplete { _ in
            let (handler, context) = bound.value
            handler.sent(isLast: isLast, context)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
    }

    private func sent(isLast: Bool, _ context: ChannelHandlerContext) {
        if isLast { return context.close(promise: nil) }
        switch state {
        case .idle: deadline.becomeIdle()
        case .receiving: deadline.requestBegins()
        case .answering, .closing: break
        }
    }

    /// Answers a request of which not all has arrived, and reads no more of it.
    ///
    /// Closing at once would make the system throw away what the client sends, and tell it so; clients then often do
    /// not read the answer. So only our side is closed, and the client has a moment to do the same (Go
    /// `rstAvoidanceDelay`).
    private func refuse(_ request: HTTPRequestHead, _ answer: HTTPAnswer, _ context: ChannelHandlerContext) {
        state = .closing
        body = []
        let head = RPCResponseHead.make(answer, to: request, isLast: true, date: &date)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        let body = context.channel.allocator.buffer(bytes: answer.body)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(mode: .output, promise: nil)
        deadline.linger()
    }

    // MARK: Ends

    func channelInactive(context: ChannelHandlerContext) {
        runner.cancel()
        context.fireChannelInactive()
    }
}
