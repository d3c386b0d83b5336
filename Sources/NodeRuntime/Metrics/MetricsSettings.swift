/// Where metrics are scraped (CometBFT `instrumentation`).
package struct MetricsSettings: Hashable, Sendable {
    /// Empty for every address of the machine.
    package let host: String
    package let port: Int
    /// 0 for no bound.
    package let connectionsMaximum: Int
    package let namespace: String

    package init(host: String, port: Int, connectionsMaximum: Int, namespace: String) {
        self.host = host
        self.port = port
        self.connectionsMaximum = connectionsMaximum
        self.namespace = namespace
    }
}
