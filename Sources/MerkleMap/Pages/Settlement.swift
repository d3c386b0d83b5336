import Chain

/// What a commit writes.
struct Settlement {
    struct WrittenPage {
        let number: UInt64
        let body: [UInt8]
        /// How it was stored; nil for a new page.
        let before: Page.Stored?
    }

    let version: Height
    var pages: [WrittenPage] = []
    var leaves: [(number: UInt64, leaf: Leaf)] = []

    init(version: Height) {
        self.version = version
    }
}
