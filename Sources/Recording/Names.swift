import Engine

// ABCI has events too, and consensus effects: here the engine's are meant.
typealias Event = Engine.Event
typealias Effect = Engine.Effect
