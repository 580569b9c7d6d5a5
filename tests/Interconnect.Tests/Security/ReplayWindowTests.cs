using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

public sealed class ReplayWindowTests
{
    // Steps forward and back from the newest, as a network that reorders, repeats and loses makes them, and jumps beyond the window.
    [Fact]
    public void A_number_is_taken_once_and_late_ones_are_not_while_the_window_reaches_them() =>
        Prop.ForAll(Gen.OneOf(Gen.Choose(-ReplayWindow.Frames - 70, 40), Gen.Choose(1, 3), Gen.Choose(-5, 0), Gen.Choose(900, 3000)).ListOf().ToArbitrary(), steps =>
        {
            ReplayWindow window = default;
            HashSet<ulong> taken = [];
            ulong newest = 0;
            foreach (int step in steps.Where(step => (long)newest + step > 0))
            {
                ulong number = newest + (ulong)step;
                bool isReached = number + ReplayWindow.Frames > newest;
                Assert.Equal(isReached && !taken.Contains(number), window.IsNew(number));
                if (!window.IsNew(number)) continue;
                window.Take(number);
                taken.Add(number);
                if (number > newest) newest = number;
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_is_new_again_after_the_longest_jump()
    {
        ReplayWindow window = default;
        window.Take(1);
        window.Take(ulong.MaxValue);
        Assert.False(window.IsNew(1));
        Assert.False(window.IsNew(ulong.MaxValue));
        Assert.True(window.IsNew(ulong.MaxValue - 1));
    }
}
