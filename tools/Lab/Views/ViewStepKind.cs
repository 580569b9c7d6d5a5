namespace Pilevisor.Lab.Views;

/// <summary>Kinds of what may happen.</summary>
internal enum ViewStepKind
{
    /// <summary>The leader takes a machine for the one that joins next.</summary>
    Describe,

    /// <summary>The machine says that it is ready.</summary>
    Ready,

    /// <summary>The machine dies, and the leader gives it up.</summary>
    Die,

    /// <summary>The leader's word to start reaches the machine.</summary>
    Start,

    /// <summary>A message arrives.</summary>
    Deliver,
}
