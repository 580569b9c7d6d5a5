namespace System;

/// <summary>Known to the compiler. C# cannot name it, so no facade forwards it.</summary>
public struct Void;
