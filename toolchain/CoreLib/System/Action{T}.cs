namespace System;

public delegate void Action<in T>(T obj);
