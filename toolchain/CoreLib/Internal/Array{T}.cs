namespace System;

/// <summary>ILC gives arrays the interfaces of this type: none, since nothing at EL2 enumerates an array through one.</summary>
internal abstract class Array<T> : Array;
