using System;

namespace Pilevisor.Lab.Protocols;

/// <summary>One field of a protocol's page entry.</summary>
/// <param name="Name">As the protocol calls it.</param>
/// <param name="Type">What it is.</param>
/// <param name="Offset">Bytes from the entry's start.</param>
public sealed record EntryField(string Name, Type Type, int Offset);
