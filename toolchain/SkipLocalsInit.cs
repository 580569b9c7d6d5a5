// Locals are not cleared on entry: a method that may panic has the text's 512 bytes on its stack, and would clear them on every call.
[module: System.Runtime.CompilerServices.SkipLocalsInit]
