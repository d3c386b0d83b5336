extension Setting {
    static let checkpoint: [Setting] = [
        Setting(
            .checkpoint, "interval", .integer(\.checkpoint.interval),
            """
            Heights from one checkpoint to the next; 0: none is made by itself. Only for the application daon. The node goes on \
            meanwhile.
            """),
        Setting(
            .checkpoint, "folder", .text(\.checkpoint.folder),
            "Where they are: better on another disk than the data. Whoever reads them has the chain's state, and no key."
        ),
        Setting(
            .checkpoint, "keep", .integer(\.checkpoint.keep, 1...Int.max),
            "How many stay; older ones are removed when a new one is complete."),
    ]
}
