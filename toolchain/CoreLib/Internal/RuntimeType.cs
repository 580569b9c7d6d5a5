namespace System;

/// <summary>ILC asks for it by name; there is no reflection at EL2.</summary>
internal abstract class RuntimeType : Type;
