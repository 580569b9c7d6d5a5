namespace System;

/// <summary>Known to the compiler; there is no reflection at EL2.</summary>
public abstract class Type;
