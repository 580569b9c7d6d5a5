using System;

namespace Pilevisor.Lab.Simulation;

/// <summary>When an event happens: at a time, and among those of one time in the order in which they were made.</summary>
/// <param name="Nanoseconds">Virtual time.</param>
/// <param name="Order">How many were made before.</param>
internal readonly record struct SimMoment(long Nanoseconds, long Order) : IComparable<SimMoment>
{
    public int CompareTo(SimMoment other) => Nanoseconds != other.Nanoseconds ? Nanoseconds.CompareTo(other.Nanoseconds) : Order.CompareTo(other.Order);
}
