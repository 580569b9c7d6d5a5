using Pilevisor.Kernel;
using Xunit;
using static Pilevisor.Virtualization.Tests.SimulatedGuest;

namespace Pilevisor.Virtualization.Tests;

/// <summary>One vCPU, whose timer interrupt is enabled, executes WFI.</summary>
public sealed class WfiHandlerTests
{
    private const ulong Place = 0x4008_0000;
    private const ulong AArch32User = 0x10;
    private const uint WithTimeout = 2;

    private readonly SimulatedGuest _guest = new();
    private int _slept;

    public WfiHandlerTests()
    {
        _guest.WriteBit(SetEnable, 27);
        Node.Waits.OnServe = () => _slept++;
    }

    private SimulatedNode Node => _guest.Nodes[0];

    [Fact]
    public void What_wakes_the_cpu_and_is_none_of_the_guests_leaves_the_guest_at_its_wfi() => Assert.Equal((Place, 1), (Execute(), _slept));

    [Fact]
    public void An_interrupt_that_comes_meanwhile_ends_it()
    {
        Node.Waits.OnServe = RaiseTimer;
        Assert.Equal(Place + 4, Execute());
        Assert.Equal(27u, _guest.HighestPending(0));
    }

    [Fact]
    public void One_that_is_pending_already_ends_it_at_once()
    {
        RaiseTimer();
        Assert.Equal((Place + 4, 0), (Execute(), _slept));
    }

    [Fact]
    public void With_a_timeout_it_ends_at_once() => Assert.Equal((Place + 4, 0), (Execute(WithTimeout), _slept));

    [Fact]
    public void That_of_an_application_in_AArch32_state_ends_at_once() => Assert.Equal((Place + 4, 0), (Execute(spsr: AArch32User), _slept));

    [Fact]
    public void It_traps_and_waiting_for_an_event_does_not() => Assert.Equal(1ul << 13, HypervisorConfiguration.Hcr & (3ul << 13));

    private void RaiseTimer()
    {
        _guest.SetTimer(0, true);
        Node.Interrupts.RaiseTimer();
    }

    private ulong Execute(uint iss = 0, ulong spsr = 0x3c5)
    {
        const ulong LengthOf32Bits = 1ul << 25;
        TrapFrame frame = new() { Elr = Place, Spsr = spsr, Esr = ((ulong)ExceptionClass.WaitForEvent << 26) | LengthOf32Bits | iss };
        Node.Traps.Dispatch(ref frame);
        return frame.Elr;
    }
}
