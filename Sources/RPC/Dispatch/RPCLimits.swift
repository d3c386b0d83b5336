/// Bounds on what clients may send.
package struct RPCLimits: Hashable, Sendable {
    /// Bytes of a body (CometBFT `max_body_bytes`).
    package var bodyBytesMaximum: Int
    /// Requests in one batch; 0 for no bound but the body's (CometBFT `max_request_batch_size`).
    package var batchMaximum: Int

    package init(bodyBytesMaximum: Int = 1_000_000, batchMaximum: Int = 10) {
        self.bodyBytesMaximum = bodyBytesMaximum
        self.batchMaximum = batchMaximum
    }
}
